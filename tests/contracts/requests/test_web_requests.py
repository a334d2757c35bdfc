"""The pages of requests: asking, answering and the list, each within its reader's reach."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract, RequestFile
from contracts.models.requests import Request
from encore.web.needs import needs_of
from parties.domain.roles import Role
from tests import factories
from tests.contracts.asked import Table, again, consulting, ktv
from tests.contracts.liability.test_web_breaches import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return consulting()


def sides(table: Table) -> tuple[Client, Client]:
    return browser(table.agreement.owner, language="en"), browser(table.agreement.account_manager, language="en")


def post(client: Client, request: Request, name: str, *args: object, **given: object) -> int:
    return client.post(reverse(f"contracts:request-{name}", args=[request.pk, *args]), given).status_code


def page(client: Client, request: Request) -> str:
    return client.get(reverse("contracts:request", args=[request.pk])).content.decode()


def test_a_plan_goes_from_asking_by_way_of_a_second_round_to_the_annex(table: Table) -> None:
    owner, manager = sides(table)
    new = reverse("contracts:request-new", args=[table.agreement.contract.pk, "service_plan"])
    kinds = manager.get(reverse("contracts:request-kinds", args=[table.agreement.contract.pk])).content.decode()
    assert new in kinds
    assert new not in owner.get(reverse("contracts:request-kinds", args=[table.agreement.contract.pk])).content.decode()
    assert owner.get(new).status_code == 404
    assert manager.post(new, {"subject": "方案"}).status_code == 422
    paper = SimpleUploadedFile("方案.txt", "人员与进度".encode())
    given = {"subject": "第一版方案", "text": "请审阅", "annex_code": "consulting_plan", "papers": paper}
    assert manager.post(new, given).status_code == 302
    request = Request.objects.get()
    shown = page(owner, request)
    assert "请审阅" in shown
    assert "Send back" in shown
    assert "Refuse" not in shown
    kept = RequestFile.objects.get()
    file = owner.get(reverse("contracts:request-file", args=[request.pk, kept.pk]))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(file.streaming_content).decode() == "人员与进度"  # type: ignore[attr-defined]
    assert post(owner, request, "answer", "send_back", text="") == 422
    assert post(owner, request, "answer", "send_back", text="请补充预算") == 302
    assert "Hand in what you changed" in page(manager, request)
    assert post(manager, request, "again", text="已补充预算") == 302
    assert post(owner, request, "answer", "agree", text="") == 302
    assert "It is version 1 of" in page(owner, request)
    register = owner.get(reverse("contracts:annex", args=[request.contract_id, "consulting_plan"])).content.decode()
    assert reverse("contracts:request-file", args=[request.pk, kept.pk]) in register
    assert reverse("contracts:request", args=[request.pk]) in register
    assert "Accepted by the other side" in register
    listed = owner.get(reverse("contracts:annexes", args=[request.contract_id])).content.decode()
    assert reverse("contracts:request", args=[request.pk]) in listed
    no_file = reverse("contracts:annex-file", args=[request.contract_id, "consulting_plan", 1])
    assert owner.get(no_file).status_code == 404
    exported = owner.get(reverse("contracts:annex-export", args=[request.contract_id]))
    assert "方案.txt" in b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]


def test_work_is_judged_criterion_by_criterion_on_its_page(table: Table) -> None:
    owner, manager = sides(table)
    new = reverse("contracts:request-new", args=[table.agreement.contract.pk, "acceptance"])
    given = {"subject": "制度手册", "text": "提请验收", "criteria": "内容完整\n已培训", "completes": "on"}
    assert manager.post(new, given).status_code == 302
    request = Request.objects.get()
    first, second = request.criteria.values_list("pk", flat=True)
    assert post(owner, request, "judge", **{f"passed_{first}": "yes"}) == 422
    failed = {f"passed_{first}": "yes", f"passed_{second}": "no", f"note_{second}": "两店未培训"}
    assert post(owner, request, "judge", **(failed | {f"note_{second}": ""})) == 422
    assert post(owner, request, "judge", **failed) == 302
    assert "两店未培训" in page(manager, request)
    assert post(manager, request, "again", text="已补训") == 302
    shown = page(owner, request)
    assert len(re.findall(r'value="yes"[^>]*checked', shown)) == 1
    assert post(owner, request, "judge", **{f"passed_{first}": "yes", f"passed_{second}": "yes"}) == 302
    assert again(request).is_agreed
    assert post(owner, request, "judge", **{f"passed_{first}": "yes", f"passed_{second}": "yes"}) == 422


def test_words_withdrawal_and_the_wrong_side(table: Table) -> None:
    owner, manager = sides(table)
    request = table.ask("change", at=timezone.now())
    assert post(owner, request, "say", text="需要更多细节") == 302
    assert "需要更多细节" in page(manager, request)
    assert post(manager, request, "answer", "agree", text="好") == 422
    assert post(owner, request, "withdraw", text="") == 422
    assert post(manager, request, "withdraw", text="改日再提") == 302
    shown = page(owner, request)
    assert "改日再提" in shown
    assert "Your answer" not in shown
    assert "Say something" not in shown


def test_a_request_of_others_is_not_there(table: Table) -> None:
    request = table.ask("change", at=timezone.now())
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert stranger.get(reverse("contracts:request", args=[request.pk])).status_code == 404
    for name, args in (("answer", ["agree"]), ("say", []), ("withdraw", []), ("judge", []), ("again", [])):
        assert post(stranger, request, name, *args, text="x") == 404
    reader = browser(factories.person(table.agreement.client, Role.FINANCE))
    assert "Your answer" not in page(reader, request)
    assert post(reader, request, "say", text="x") == 403
    assert str(request.subject) not in stranger.get(reverse("contracts:requests")).content.decode()


def rows_of(client: Client, query: str = "") -> list[int]:
    shown = client.get(f"{reverse('contracts:requests')}?{query}").content.decode()
    return [int(pk) for pk in re.findall(r'<a href="/requests/(\d+)/">', shown[shown.index('id="rows"') :])]


def test_the_list_narrows_and_sorts_and_is_exported(table: Table) -> None:
    owner, manager = sides(table)
    other = ktv()
    change, wish = table.ask("change"), table.ask("suggestion", table.a, subject="=建议")
    table.answer(wish, "refuse", table.b, text="不可行")
    own = f"contract={table.agreement.contract.pk}"
    assert rows_of(owner) == [change.pk]
    assert rows_of(owner, "show=all&sort=asked") == [change.pk, wish.pk]
    assert rows_of(owner, "show=all&sort=-asked") == [wish.pk, change.pk]
    assert rows_of(owner, "show=refused") == rows_of(owner, "show=all&kind=suggestion") == [wish.pk]
    assert rows_of(owner, "show=all&side=ours") == rows_of(manager, "show=all&side=theirs") == [wish.pk]
    assert rows_of(owner, f"show=all&{own}") == [wish.pk, change.pk]
    assert rows_of(owner, f"show=all&contract={other.agreement.contract.pk}") == []
    assert rows_of(owner, "show=nothing&kind=x&side=y&sort=z&contract=abc") == [change.pk]
    answer = owner.get(f"{reverse('contracts:request-export')}?show=all&{own}&sort=asked")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    _header, *rows = list(csv.reader(io.StringIO(lines)))
    assert [row[3] for row in rows] == ["事项", "'=建议"]


def test_a_change_of_values_is_typed_into_rows_and_agreed_into_a_draft(table: Table) -> None:
    owner, manager = sides(table)
    new = reverse("contracts:request-new", args=[table.agreement.contract.pk, "change"])
    given = {"subject": "验收期", "text": "工作量大", "impact": "无", "name_1": "acceptance_within", "value_1": "x"}
    assert manager.post(new, given).status_code == 422
    assert manager.post(new, {**given, "value_1": "15"}).status_code == 302
    request = Request.objects.get()
    assert "15" in page(owner, request)
    assert post(owner, request, "answer", "agree", text="同意") == 302
    contract = Contract.objects.get(pk=request.contract_id)
    version = contract.working_version
    assert version is not None
    assert again(request).amendment == version
    changed = version.terms.get(name="acceptance_within").value
    assert changed is not None
    assert changed.plain == 15
    assert reverse("contracts:amendment", args=[contract.pk, version.number]) in page(manager, request)
    assert reverse("contracts:amendment", args=[contract.pk, version.number]) not in page(owner, request)


def test_a_request_names_a_third_party_of_the_askers_register() -> None:
    table = ktv()
    manager = browser(table.agreement.account_manager)
    known, unknown = factories.party(), factories.party()
    known.keepers.add(table.agreement.provider)
    new = reverse("contracts:request-new", args=[table.agreement.contract.pk, "third_party"])
    given = {
        "subject": "评估",
        "text": "请独立评估",
        "need": "评估满意度",
        "proposed": "评估所",
        "proposed_role": "assessor",
    }
    assert manager.post(new, {**given, "proposed_party": unknown.pk}).status_code == 422
    assert manager.post(new, {**given, "proposed_party": known.pk}).status_code == 302
    request = Request.objects.get()
    assert (request.proposed_party, request.proposed_role) == (known, "assessor")
    assert known.name in page(browser(table.agreement.owner), request)


def test_home_asks_whoever_has_the_next_step(table: Table) -> None:
    def asked(user: object) -> set[str]:
        return {need.path for need in needs_of(factories.scope(user))}  # type: ignore[arg-type]

    owner, manager = table.agreement.owner, table.agreement.account_manager
    plan = table.ask("service_plan", annex_code="consulting_plan", at=timezone.now())
    path = reverse("contracts:request", args=[plan.pk])
    assert (path in asked(owner), path in asked(manager)) == (True, False)
    post(browser(owner), plan, "answer", "send_back", text="请改")
    assert (path in asked(owner), path in asked(manager)) == (False, True)


def test_the_calendar_and_the_obligation_lead_to_the_request() -> None:
    table = ktv()
    request = table.ask("third_party", at=timezone.now())
    owed = request.deadline.obligation
    manager = browser(table.agreement.account_manager)
    assert rows_of(manager) == [request.pk]
    listed = manager.get(f"{reverse('contracts:obligations')}?kind=requests").content.decode()
    assert f"/obligations/{owed.pk}/" in listed
    assert f"/obligations/{owed.pk}/" not in manager.get("/obligations/?kind=complaints").content.decode()
    assert f"/requests/{request.pk}/" in manager.get(f"/obligations/{owed.pk}/").content.decode()
    month = timezone.localtime(owed.deadline.due_at - timedelta(hours=1)).strftime("%Y-%m")
    assert f"/obligations/{owed.pk}/" in manager.get(f"/obligations/calendar/?month={month}").content.decode()
