"""What runs under a consulting contract: instalments, and work that is judged until every criterion is met."""

from typing import Final

from django.urls import reverse
from playwright.sync_api import expect

from contracts.models import Contract, Obligation
from contracts.models.requests import Request
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import Window

CRITERIA: Final = ("会员权益方案完整", "试点门店员工已培训")
MISSING: Final = "滨江店夜班员工尚未培训。"


def sit_down(cast: Cast, *, client: Window, finance: Window, provider: Window) -> None:
    """Everybody signs in once."""
    client.sign_in(cast.email(Role.CONTRACT_OWNER))
    finance.sign_in(cast.email(Role.FINANCE))
    provider.sign_in(cast.email(Role.ACCOUNT_MANAGER))


def instalment(contract: Contract, series: str) -> Obligation:
    """The one obligation to pay it."""
    return Obligation.objects.get(contract=contract, occurrence__series=series)


def pay_instalment(finance: Window, contract: Contract, series: str) -> None:
    """The client's finance finds it among what is due, and records that it was paid."""
    owed = instalment(contract, series)
    finance.open(f"/obligations/?contract={contract.pk}")
    finance.show("obligations")
    finance.follow(finance.page.locator(f"main a[href='/obligations/{owed.pk}/']").first)
    finance.page.fill("[name=text]", "已付至乙方账户，回单 20260002。")
    finance.follow("form[action$='/done/'] [data-variant=primary]")
    expect(finance.page.locator("form[action$='/done/']")).to_have_count(0)
    owed.deadline.refresh_from_db()
    assert owed.deadline.outcome == "kept"


def say_that_it_was_paid(provider: Window, contract: Contract, series: str) -> None:
    """The side to which it is owed may contest what was recorded; here it accepts."""
    owed = instalment(contract, series)
    provider.open(f"/obligations/{owed.pk}/")
    expect(provider.page.locator("form[action$='/contest/']")).to_have_count(1)
    provider.show("word-on-it")
    provider.follow_after_yes("main form[action$='/accept/'] button")
    assert owed.fulfilment.state == "accepted"


def ask_for_acceptance(provider: Window, contract: Contract) -> Request:
    """All of the work is handed in, to be judged; until then nothing more is to be paid."""
    provider.open(f"/contracts/{contract.pk}/")
    provider.follow("main a[href$='/requests/new/']")
    provider.show("request-kinds")
    provider.follow("main a[href$='/requests/new/acceptance/']")
    provider.page.fill("[name=subject]", "会员制度优化成果")
    provider.page.fill("[name=text]", "方案和培训记录已交付，请验收。")
    provider.page.fill("[name=criteria]", "\n".join(CRITERIA))
    provider.page.check("[name=completes]")
    provider.submit()
    assert not Obligation.objects.filter(contract=contract, occurrence__series="final_instalment").exists()
    return Request.objects.get(contract=contract, pk=provider.number)


def find_one_criterion_unmet(client: Window, request: Request) -> None:
    """The client finds the request at home and says what is missing."""
    client.open("/")
    client.follow(client.page.locator(f"main a[href='/requests/{request.pk}/']").first)
    first, second = request.criteria.order_by("pk")
    client.page.check(f"[name=passed_{first.pk}][value=yes]")
    client.page.check(f"[name=passed_{second.pk}][value=no]")
    client.page.fill(f"[name=note_{second.pk}]", MISSING)
    client.show("acceptance")
    client.follow("form[action$='/judge/'] [data-variant=primary]")
    assert _state(request) == "returned"


def improve(provider: Window, request: Request) -> None:
    """The provider reads what is missing, does it, and hands it in again."""
    provider.open(f"/requests/{request.pk}/")
    assert MISSING in provider.page.locator("main").inner_text()
    again = provider.page.locator("form[action$='/again/']")
    again.locator("[name=text]").fill("夜班员工已补训，签到表已附入培训记录。")
    provider.follow(again.locator("[data-variant=primary]"))
    assert _state(request) == "asked"


def find_all_criteria_met(client: Window, request: Request) -> None:
    """What passed before stands there already; now all passes, and the work is accepted."""
    client.open(f"/requests/{request.pk}/")
    first, second = request.criteria.order_by("pk")
    assert client.page.locator(f"[name=passed_{first.pk}][value=yes]").is_checked()
    client.page.check(f"[name=passed_{second.pk}][value=yes]")
    client.follow("form[action$='/judge/'] [data-variant=primary]")
    client.show("request")
    assert _state(request) == "agreed"


def look_into_the_registers(client: Window, contract: Contract) -> None:
    """Annexes, data handed over and notices, each with a row for what there is."""
    client.open(f"/contracts/{contract.pk}/annexes/")
    assert client.page.locator("main tbody tr").count() == contract.latest_version.annexes.count()
    client.show("annexes")
    for register in ("handovers", "notices"):
        client.open(reverse(f"contracts:{register}", args=[contract.pk]))
        assert client.page.locator("main tbody tr").count() == 0


def _state(request: Request) -> str:
    request.refresh_from_db()
    return request.state
