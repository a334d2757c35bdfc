import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from contracts.domain.in_force import terms_for_venue
from contracts.domain.signature import paper
from contracts.domain.signature.paper import NamedSigner, Scan
from contracts.domain.signature.sending import withdraw
from contracts.domain.terms.values import SHANGHAI
from contracts.models import Contract, PaperAnswer, PaperSigner, PaperSigning, SealedFile, SignatureRequest
from foundation.refusals import Refused
from parties.models import Message
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.amendments import drafted, drafter_of
from tests.contracts.drafts import Desk
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.django_db
ENTERED = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
SIGNED = date(2026, 3, 2)
SIGNERS = {
    "A": NamedSigner("甄客户", "法定代表人"),
    "B": NamedSigner("甄服务", "总经理", "letter_of_authority"),
}


def enter(desk: Desk, **changes: object) -> PaperSigning:
    given = {
        "signed_date": SIGNED,
        "signers": SIGNERS,
        "scan": Scan(png(), "扫描件.png"),
        "by": desk.drafter,
        "at": ENTERED,
        **changes,
    }
    return paper.enter_paper(desk.contract.pk, **given)  # type: ignore[arg-type]


def waiting(desk: Desk) -> int:
    """What was entered last."""
    last = PaperSigning.objects.filter(version__contract=desk.contract).last()
    return last.pk if last else 0


def confirm(desk: Desk, **changes: object) -> PaperSigning:
    given = {"paper_id": waiting(desk), "by": factories.scope(desk.owner), "at": ENTERED, **changes}
    return paper.confirm_paper(desk.contract.pk, **given)  # type: ignore[arg-type]


def entered_and_confirmed(desk: Desk, **changes: object) -> PaperSigning:
    enter(desk, **changes)
    return confirm(desk, at=changes.get("at", ENTERED))


def test_what_the_provider_enters_does_not_act_before_the_client_confirms_it() -> None:
    desk = drafts.ready_draft()
    enter(desk)
    assert (desk.version.state, terms_for_venue(desk.venue.pk, ENTERED)) == ("out_for_signature", None)
    assert {m.user for m in Message.objects.filter(kind="contracts.paper_waits")} == {desk.manager, desk.owner}
    stranger = drafts.draft()
    for somebody in (desk.drafter, factories.scope(stranger.owner), factories.scope(stranger.manager)):
        with pytest.raises(Refused) as refusal:
            confirm(desk, by=somebody)
        assert refusal.value.code == "contracts.not_the_client"
    confirm(desk)
    with pytest.raises(Refused) as refusal:
        confirm(desk)
    assert refusal.value.code == "contracts.no_paper_waits"


def test_the_client_sends_back_what_was_not_signed_and_the_provider_can_enter_it_anew() -> None:
    desk = drafts.ready_draft()
    enter(desk)
    by = factories.scope(desk.owner)
    with pytest.raises(Refused) as refusal:
        paper.reject_paper(desk.contract.pk, waiting(desk), reason=" ", by=by, at=ENTERED)
    assert refusal.value.code == "contracts.reason_missing"
    paper.reject_paper(desk.contract.pk, waiting(desk), reason="违约金不是百分之五", by=by, at=ENTERED)
    contract = Contract.objects.get(pk=desk.contract.pk)
    assert (contract.state, desk.version.number, desk.version.state) == ("draft", 2, "draft")
    entered_and_confirmed(desk)
    assert desk.version.state == "effective"


def test_a_contract_that_waits_for_electronic_signatures_is_no_paper_to_confirm() -> None:
    desk = drafts.sent()
    with pytest.raises(Refused) as refusal:
        confirm(desk)
    assert refusal.value.code == "contracts.no_paper_waits"


def test_a_contract_signed_on_paper_acts_from_the_day_of_signing_without_electronic_signatures() -> None:
    desk = drafts.ready_draft()
    signing = entered_and_confirmed(desk)
    contract = Contract.objects.get(pk=desk.contract.pk)
    began = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    assert (contract.state, contract.effective_at, str(contract.last_day)) == ("effective", began, "2027-03-02")
    version = desk.version
    assert (version.state, version.frozen_at, version.effective_at) == ("effective", ENTERED, began)
    assert terms_for_venue(desk.venue.pk, began) is not None
    assert signing.scan.read() == png()
    signers = PaperSigner.objects.values_list("side", "party_name", "signer_name", "signer_title", "authority")
    assert list(signers) == [
        ("A", desk.client.name, "甄客户", "法定代表人", "legal_representative"),
        ("B", desk.provider.name, "甄服务", "总经理", "letter_of_authority"),
    ]
    assert not SignatureRequest.objects.exists()
    assert not SealedFile.objects.exists()
    assert {m.user for m in Message.objects.filter(kind="contracts.entered")} == {desk.manager, desk.owner}
    assert not Message.objects.filter(kind="contracts.effective").exists()


def test_a_paper_contract_whose_term_has_run_out_ends_at_once() -> None:
    desk = drafts.ready_draft()
    entered_and_confirmed(desk, signed_date=date(2025, 1, 31))
    contract = Contract.objects.get(pk=desk.contract.pk)
    assert (contract.state, str(contract.last_day)) == ("expired", "2026-01-31")


def test_what_is_missing_or_wrong_is_refused_and_nothing_is_kept() -> None:
    desk = drafts.ready_draft()
    unready = drafts.draft()
    for which, changes, code, field in (
        (desk, {"signed_date": date(2026, 6, 2)}, "contracts.signed_in_future", "signed_date"),
        (desk, {"signers": {"A": SIGNERS["A"]}}, "contracts.paper_signer_missing", "b_name"),
        (desk, {"signers": SIGNERS | {"A": NamedSigner("甄", " ")}}, "contracts.paper_signer_missing", "a_title"),
        (desk, {"scan": Scan(b"PK\x03\x04 no scan", "x.pdf")}, "foundation.file_wrong_kind", "scan"),
        (desk, {"scan": Scan(b"", "x.pdf")}, "foundation.file_empty", "scan"),
        (desk, {"by": factories.scope(desk.owner)}, "contracts.not_your_side", None),
        (unready, {"by": unready.drafter}, "contracts.blank_missing", "survey_interval"),
    ):
        with pytest.raises(Refused) as refusal:
            enter(which, **changes)
        assert (refusal.value.code, refusal.value.field) == (code, field), changes
    assert not PaperSigning.objects.exists()
    assert Contract.objects.get(pk=desk.contract.pk).is_draft
    enter(desk)
    with pytest.raises(Refused) as refusal:
        enter(desk)
    assert refusal.value.code == "contracts.frozen"


def test_an_amendment_signed_on_paper_follows_the_wording_that_it_changes() -> None:
    agreement = factories.effective_contract(at=lives.AT)
    version = drafted(agreement, at=ENTERED, verify_within="6")
    given = {"signers": SIGNERS, "scan": Scan(png(), "补充协议.png"), "by": drafter_of(agreement), "at": ENTERED}
    with pytest.raises(Refused) as refusal:
        paper.enter_paper(agreement.contract.pk, signed_date=SIGNED, **given)  # type: ignore[arg-type]
    assert refusal.value.code == "contracts.signed_before_base"
    entered = paper.enter_paper(agreement.contract.pk, signed_date=date(2026, 5, 1), **given)  # type: ignore[arg-type]
    paper.confirm_paper(agreement.contract.pk, entered.pk, by=factories.scope(agreement.owner), at=ENTERED)
    version.refresh_from_db()
    assert (version.state, version.amendment) == ("effective", 1)
    acting = terms_for_venue(agreement.venue.pk, datetime(2026, 5, 1, tzinfo=SHANGHAI))
    assert acting is not None
    assert acting.version_id == version.pk
    assert Contract.objects.get(pk=agreement.contract.pk).effective_at == lives.AT


def test_the_record_of_a_paper_is_only_added_to() -> None:
    entered_and_confirmed(drafts.ready_draft())
    for table in ("papersigning", "papersigner", "paperanswer"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"UPDATE contracts_{table} SET id = id")


def test_the_database_takes_no_answer_to_a_paper_that_was_taken_back() -> None:
    desk = drafts.ready_draft()
    signing = enter(desk)
    withdraw(desk.contract.pk, by=desk.drafter, at=ENTERED)
    with pytest.raises(IntegrityError, match="waits for no answer"), transaction.atomic():
        PaperAnswer.objects.create(signing=signing, is_confirmed=True, answered_at=ENTERED, by="甄")


def browser_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    client.cookies["django_language"] = "en"
    return client


def typed(**changes: object) -> dict[str, object]:
    signers = {
        f"{side.lower()}_{name}": getattr(signer, name)
        for side, signer in SIGNERS.items()
        for name in ("name", "title", "authority")
    }
    scan = SimpleUploadedFile("扫描件.png", png(), "image/png")
    return {**signers, "signed_date": "2026-03-02", "scan": scan, **changes}


def test_it_is_entered_in_the_browser_and_no_page_claims_an_electronic_signature() -> None:
    desk = drafts.ready_draft()
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    address = reverse("contracts:paper", args=[desk.contract.pk])
    assert address in manager.get(reverse("contracts:send", args=[desk.contract.pk])).content.decode()
    assert "No electronic signature is made" in manager.get(address).content.decode()
    assert owner.get(address).status_code == 403
    text = SimpleUploadedFile("x.pdf", b"words", "application/pdf")
    for wrong in ({"signed_date": ""}, {"scan": ""}, {"scan": text}, {"a_name": ""}):
        assert manager.post(address, typed(**wrong)).status_code == 422
    assert manager.post(address, typed()).status_code == 302
    answer = reverse("contracts:paper-answer", args=[desk.contract.pk])
    assert (
        "Is this what was signed?" in owner.get(reverse("contracts:detail", args=[desk.contract.pk])).content.decode()
    )
    word = {"paper": waiting(desk), "answer": "confirm"}
    assert manager.post(answer, word).status_code == 403
    assert owner.post(answer, word).status_code == 302
    for client in (manager, owner):
        page = client.get(reverse("contracts:detail", args=[desk.contract.pk])).content.decode()
        assert "The scan is kept. There is no electronic signature." in page
        for claim in ("Signed and sealed", "Signatures and seals", "Download the PDF", "Verify a signed PDF"):
            assert claim not in page
    scan = owner.get(reverse("contracts:scan", args=[desk.contract.pk, 1]))
    assert (scan.headers["Content-Type"], scan.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(scan.streaming_content) == png()  # type: ignore[attr-defined]
    assert owner.get(reverse("contracts:pdf", args=[desk.contract.pk])).status_code == 404
    other = browser_of(drafts.draft().manager)
    assert other.get(reverse("contracts:scan", args=[desk.contract.pk, 1])).status_code == 404


def test_the_public_page_knows_the_scan_but_calls_it_no_signature() -> None:
    desk = drafts.ready_draft()
    entered_and_confirmed(desk, at=ENTERED + timedelta(hours=1))
    anybody = Client()
    anybody.cookies["django_language"] = "en"
    for content, known in ((png(), True), (png("blue"), False)):
        answer = anybody.post(reverse("contracts:verify"), {"file": SimpleUploadedFile("x.png", content)})
        page = answer.content.decode()
        assert ("this is the scan that was kept" in page) is known
        assert (desk.contract.number in page) is known
        assert "Valid: signed by all parties" not in page


def test_the_client_answers_the_paper_that_it_has_read_and_no_other() -> None:
    desk = drafts.ready_draft()
    manager, owner = browser_of(desk.manager), browser_of(desk.owner)
    page = reverse("contracts:detail", args=[desk.contract.pk])
    answer = reverse("contracts:paper-answer", args=[desk.contract.pk])
    assert manager.post(reverse("contracts:paper", args=[desk.contract.pk]), typed()).status_code == 302
    read = re.findall(r'name="paper" value="(\d+)"', owner.get(page).content.decode())
    assert read == [str(waiting(desk))] * 2
    manager.post(reverse("contracts:withdraw", args=[desk.contract.pk]))
    desk.fill(contract_amount="900000")
    assert manager.post(reverse("contracts:paper", args=[desk.contract.pk]), typed()).status_code == 302
    for word in ("confirm", "reject"):
        told = owner.post(answer, {"paper": read[0], "answer": word, "reason": "金额不对"}, follow=True)
        assert "took that entry back and made another one" in told.content.decode()
    assert not PaperAnswer.objects.exists()
    assert desk.version.state == "out_for_signature"


@pytest.mark.parametrize("word", [{}, {"answer": ""}, {"answer": "yes"}, {"reject": "1"}, {"answer": "confirm"}])
def test_an_answer_that_says_neither_or_of_nothing_confirms_nothing(word: dict[str, str]) -> None:
    desk = drafts.ready_draft()
    signing = enter(desk)
    named = {} if word == {"answer": "confirm"} else {"paper": str(signing.pk)}
    told = browser_of(desk.owner).post(
        reverse("contracts:paper-answer", args=[desk.contract.pk]), {**named, **word}, follow=True
    )
    assert "say whether this is what was signed" in told.content.decode()
    assert not PaperAnswer.objects.exists()
