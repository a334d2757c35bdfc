from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image, ImageDraw

from contracts.documents.signing import append_signature
from contracts.documents.trust import installation_trust
from contracts.documents.verify import verify
from contracts.domain.in_force import terms_for_venue
from contracts.domain.signature import signing
from contracts.domain.signature.sending import withdraw
from contracts.domain.signature.signing import Handwriting, SealChoice, decline, unread_clauses
from contracts.domain.signature.signing_links import request_behind, signer_scope
from contracts.domain.terms.values import SHANGHAI
from contracts.domain.wording.files import latest_revision
from contracts.models import Contract, SealedFile, SignatureRequest
from foundation import jobs
from foundation.models import AuditEntry, Job
from foundation.refusals import Refused
from parties.models import Message, Party
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk, act

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def png(ink: str = "red") -> bytes:
    """A picture with something on it."""
    picture = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 180, 180), outline=ink, width=12)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def test_a_contract_is_effective_once_both_have_signed_and_the_file_verifies() -> None:
    desk = drafts.sent()
    drafts.sign(desk.request("B"), AT)
    contract = Contract.objects.get(pk=desk.contract.pk)
    assert contract.is_out_for_signature
    assert terms_for_venue(desk.venue.pk, LATER) is None
    drafts.sign(desk.request("A"), LATER)
    contract.refresh_from_db()
    assert contract.is_effective
    assert contract.effective_at == desk.version.effective_at == LATER
    assert contract.ends_at is not None
    assert contract.ends_at.astimezone(SHANGHAI).isoformat() == "2027-03-03T00:00:00+08:00"
    assert str(contract.last_day) == "2027-03-02"
    terms = terms_for_venue(desk.venue.pk, LATER)
    assert terms is not None
    assert terms.version_id == desk.version.pk
    _each_signature_is_its_partys_own(desk)
    _everyone_is_told(desk)


def _each_signature_is_its_partys_own(desk: Desk) -> None:
    files = list(SealedFile.objects.order_by("revision").select_related("file", "signature"))
    assert [file.signature and file.signature.side for file in files] == [None, "B", "A"]
    contents = [file.file.read() for file in files]
    assert contents[1].startswith(contents[0])
    assert contents[2].startswith(contents[1])
    verdict = verify(contents[2], installation_trust(), at=LATER)
    assert verdict.judgement == "valid"
    signers = [(r.party, r.signed_at) for r in verdict.signatures if r.party]
    assert signers == [(desk.provider.name, AT), (desk.client.name, LATER)]
    assert verify(contents[2] + b"%later", installation_trust(), at=LATER).judgement == "changed"


def _everyone_is_told(desk: Desk) -> None:
    for kind in ("contracts.signed", "contracts.effective"):
        told = Message.objects.filter(kind=kind).values_list("user", flat=True)
        assert sorted(told) == sorted([desk.manager.pk, desk.owner.pk])
    jobs.run_due(40)
    copies = [m for m in mail.outbox if m.to == ["b.signer@example.com"] and m.subject.startswith("Signed by everyone")]
    assert len(copies) == 1
    token = str(copies[0].body).partition("/sign/")[2].partition("/")[0]
    assert request_behind(token, at=LATER) == desk.request("B")
    assert Job.objects.filter(run_at__lte=timezone.now()).exclude(state="done").count() == 0


def test_heavy_clauses_are_read_one_by_one_before_signing() -> None:
    desk = drafts.sent()
    request = desk.request("A")
    heavy = unread_clauses(request)
    assert len(heavy) >= 3
    with pytest.raises(Refused) as refusal:
        act(request)
    assert refusal.value.code == "contracts.heavy_unread"
    by = signer_scope(request, source="test")
    for clause in heavy[:-1] + heavy[:1]:
        signing.confirm_reading(request.pk, clause.pk, by=by, at=AT)
    assert unread_clauses(request) == heavy[-1:]
    with pytest.raises(Refused) as refusal:
        act(request)
    assert refusal.value.params["clause"] == heavy[-1].number


def test_signing_alone_is_not_enough_and_neither_is_another_name() -> None:
    desk = drafts.sent()
    request = desk.request("A")
    drafts.read_heavy(request)
    for changes, code, field in (
        ({"seal": None}, "contracts.seal_missing", "seal"),
        ({"signature": Handwriting(" ")}, "contracts.signature_missing", "typed_name"),
        ({"signature": Handwriting("甄别人")}, "contracts.name_differs", "typed_name"),
        ({"seal": SealChoice(b"GIF89a")}, "contracts.picture_wrong_kind", "seal"),
        ({"signature": Handwriting(request.signer_name, b"no picture")}, "contracts.picture_wrong_kind", "drawing"),
    ):
        with pytest.raises(Refused) as refusal:
            act(request, **changes)
        assert (refusal.value.code, refusal.value.field) == (code, field)
    assert SealedFile.objects.count() == 1
    act(request, signature=Handwriting(f" {request.signer_name} ", png("black")), seal=SealChoice(png()))
    assert latest_revision(desk.version).signature == request


def test_a_party_renamed_meanwhile_signs_under_the_name_that_was_printed_and_once() -> None:
    desk = drafts.sent()
    Party.objects.filter(pk=desk.client.pk).update(name="改名后的公司")
    drafts.sign(desk.request("A"))
    with pytest.raises(Refused) as refusal:
        act(desk.request("A"))
    assert refusal.value.code == "contracts.link_used"
    assert SealedFile.objects.count() == 2


def test_nothing_is_kept_when_the_signed_file_does_not_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = drafts.sent()
    append = append_signature

    def append_too_much(pdf: bytes, *args: object, **kwargs: object) -> bytes:
        return append(pdf, *args, **kwargs) + b"\n%% more"  # type: ignore[arg-type]

    monkeypatch.setattr("contracts.documents.signing.append_signature", append_too_much)
    with pytest.raises(Refused) as refusal:
        drafts.sign(desk.request("A"))
    assert refusal.value.code == "contracts.file_broken"
    assert desk.request("A").is_open
    assert SealedFile.objects.count() == 1


def test_declining_needs_a_reason_and_gives_the_draft_back() -> None:
    desk = drafts.sent()
    request = desk.request("A")
    by = signer_scope(request, source="test")
    with pytest.raises(Refused) as refusal:
        decline(request.pk, reason="  ", by=by, at=AT)
    assert refusal.value.code == "contracts.reason_missing"
    decline(request.pk, reason="金额不对", by=by, at=AT)
    request.refresh_from_db()
    assert (request.state, request.declined_reason) == ("declined", "金额不对")
    assert Contract.objects.get(pk=desk.contract.pk).is_draft
    assert (desk.version.number, desk.version.frozen_at) == (2, None)
    told = Message.objects.filter(kind="contracts.declined").values_list("user", flat=True)
    assert set(told) == {desk.manager.pk, desk.owner.pk}
    other = SignatureRequest.objects.get(version__number=1, side="B")
    with pytest.raises(Refused) as refusal:
        drafts.sign(other)
    assert refusal.value.code == "contracts.link_withdrawn"


def test_what_was_withdrawn_cannot_be_signed_even_by_the_one_who_had_not() -> None:
    desk = drafts.sent()
    first, second = desk.request("A"), desk.request("B")
    drafts.sign(first)
    withdraw(desk.contract.pk, by=desk.drafter, at=AT)
    first.refresh_from_db()
    assert first.is_signed
    with pytest.raises(Refused) as refusal:
        act(second)
    assert refusal.value.code == "contracts.link_withdrawn"


def test_the_audit_names_the_signer() -> None:
    desk = drafts.sent()
    request = drafts.sign(desk.request("A"))
    entry = AuditEntry.objects.get(table_name="contracts_signaturerequest", row_id=str(request.pk), verb="U")
    assert entry.actor == f"signer:{request.pk} {request.signer_name}"
    assert entry.after is not None
    assert entry.after["state"] == "signed"
