from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.domain.life.ending import pass_moments
from contracts.models import Contract, Notice
from contracts.models.settlement import Line
from parties.domain.roles import Role
from tests import factories
from tests.contracts import lives
from tests.contracts.drafts import Desk
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.django_db


def browser_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def desk() -> Desk:
    return lives.running(at=factories.BEGUN - timedelta(days=40), termination_notice="30日")


def text_of(client: Client, desk: Desk, name: str = "detail", *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"contracts:{name}", args=[desk.contract.pk, *args]))
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def post(client: Client, desk: Desk, name: str, *args: object, **data: object) -> int:
    address = reverse(f"contracts:{name}", args=[desk.contract.pk, *args])
    return client.post(address, data).status_code


def letter(**more: str) -> dict[str, str]:
    day = timezone.localdate().isoformat()
    return {"ground": "serious_breach", "text": "多次逾期", "channel": "courier", "sent_date": day, **more}


def test_a_wish_to_renew_opens_the_successor_with_last_years_figures(desk: Desk) -> None:
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    assert "Obligations kept" in text_of(owner, desk, "renew")
    assert post(owner, desk, "renew", text=" ") == 422
    answer = owner.post(reverse("contracts:renew", args=[desk.contract.pk]), {"text": "希望续约一年"})
    assert answer.headers["Location"] == reverse("contracts:detail", args=[desk.contract.pk])
    successor = Contract.objects.get(renews=desk.contract)
    page = text_of(manager, desk)
    assert "希望续约一年" in page
    assert successor.number in page
    assert successor.number not in text_of(owner, desk)
    draft = manager.get(reverse("contracts:detail", args=[successor.pk])).content.decode()
    assert f"How {desk.contract.number} went" in draft
    obligations = f"{reverse('contracts:obligations')}?contract={desk.contract.pk}&amp;show=kept"
    assert obligations in draft
    assert manager.get(obligations.replace("&amp;", "&")).status_code == 200
    breaches = f"{reverse('contracts:breaches')}?contract={desk.contract.pk}&state=confirmed"
    assert manager.get(breaches).status_code == 200


def test_a_termination_goes_from_notice_to_archive(desk: Desk) -> None:
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    assert "Give notice of termination" in text_of(owner, desk)
    assert post(owner, desk, "notice-new", "termination", **letter(text="")) == 422
    assert post(owner, desk, "notice-new", "termination", **letter()) == 302
    notice = Notice.objects.get()
    page = text_of(manager, desk, "notice", notice.pk)
    assert "多次逾期" in page
    assert "Prove that it arrived" not in page
    assert post(manager, desk, "notice-answer", notice.pk, "contest", text="") == 422
    assert post(manager, desk, "notice-answer", notice.pk, "contest", text="我方已整改") == 302
    assert "我方已整改" in text_of(owner, desk, "notice", notice.pk)
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    wrong = SimpleUploadedFile("x.pdf", b"just words", "application/pdf")
    assert post(owner, desk, "notice-delivered", notice.pk, delivered_at=moment, proof=wrong) == 422
    text_of(owner, desk, "notice-proof", notice.pk, status=404)
    proof = SimpleUploadedFile("签收单.png", png(), "image/png")
    assert post(owner, desk, "notice-delivered", notice.pk, delivered_at=moment, proof=proof) == 302
    kept = manager.get(reverse("contracts:notice-proof", args=[desk.contract.pk, notice.pk]))
    assert (kept.headers["Content-Type"], kept.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(kept.streaming_content) == png()  # type: ignore[attr-defined]
    contract = Contract.objects.get(pk=desk.contract.pk)
    last_day = timezone.localdate() + timedelta(days=30)
    assert contract.last_day == last_day
    assert last_day.isoformat() in text_of(manager, desk)
    assert "Settlement and hand-over" not in text_of(manager, desk)
    assert contract.ends_at is not None
    pass_moments(contract.pk, at=contract.ends_at)
    page = text_of(owner, desk)
    assert "Terminated" in page
    assert "Settlement and hand-over" in page
    for line in Line:
        assert post(owner, desk, "settle", line=line.value, note="已移交") == 302
    assert 'name="note"' not in text_of(owner, desk)
    assert post(owner, desk, "archive") == 302
    assert "Archived" not in text_of(owner, desk)
    assert text_of(manager, desk).count('name="note"') == len(Line)
    for line in Line:
        assert post(manager, desk, "settle", line=line.value, note="已收到") == 302
    assert post(owner, desk, "settle", line="nonsense") == 302
    assert post(owner, desk, "archive") == 302
    page = text_of(manager, desk)
    assert "Archived" in page
    assert page.count("已移交") == len(Line)
    assert "Wish to renew" not in page


def test_the_other_side_acknowledges_or_agrees_on_its_own_page(desk: Desk) -> None:
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    assert post(owner, desk, "notice-new", "termination", **letter()) == 302
    first = Notice.objects.get()
    assert post(owner, desk, "notice-answer", first.pk, "acknowledge") == 422
    assert post(owner, desk, "notice-answer", first.pk, "withdraw", text="误发") == 302
    assert "误发" in text_of(manager, desk, "notice", first.pk)
    last_day = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert post(owner, desk, "notice-new", "termination", **letter(ground="agreement")) == 422
    assert post(owner, desk, "notice-new", "termination", **letter(ground="agreement", last_day=last_day)) == 302
    second = Notice.objects.exclude(pk=first.pk).get()
    assert "It waits for the other side" in text_of(owner, desk, "notice", second.pk)
    assert "Agree to end the contract" in text_of(manager, desk, "notice", second.pk)
    assert post(manager, desk, "notice-answer", second.pk, "agree") == 302
    assert str(Contract.objects.get(pk=desk.contract.pk).last_day) == last_day


def test_strangers_and_readers_change_nothing(desk: Desk) -> None:
    owner = browser_of(desk.owner)
    post(owner, desk, "notice-new", "termination", **letter())
    notice = Notice.objects.get()
    stranger = browser_of(factories.person(factories.party(), Role.CONTRACT_OWNER))
    for name, args in (
        ("notice", [notice.pk]),
        ("notice-proof", [notice.pk]),
        ("renew", []),
        ("notice-new", ["termination"]),
    ):
        text_of(stranger, desk, name, *args, status=404)
    other = lives.running(at=factories.BEGUN - timedelta(days=40))
    text_of(browser_of(other.owner), other, "notice", notice.pk, status=404)
    reader = browser_of(factories.person(desk.client, Role.VENUE_MANAGER))
    page = text_of(reader, desk, "notice", notice.pk)
    assert "多次逾期" in page
    assert "Withdraw the notice" not in page
    assert post(reader, desk, "notice-answer", notice.pk, "contest", text="x") == 403
    assert post(stranger, desk, "settle", line="assets") == 404
    assert post(stranger, desk, "archive") == 404
