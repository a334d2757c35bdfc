"""Annexes and data in tests: delivered and handed over by the real verbs."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contracts.domain.papers.annex_register import AnnexLine, register_of
from contracts.domain.papers.annexes import Delivery, deliver_annex
from contracts.domain.papers.handing_over import Parcel, Word, answer_handover, hand_over
from contracts.models import AnnexVersion, Contract, DataHandover, HandoverStep, SettlementTick
from contracts.models.settlement import Line
from parties.domain.scope import Scope
from tests import factories
from tests.factories import Agreement

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def upload(name: str = "附件.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def provider(agreement: Agreement) -> Scope:
    return factories.scope(agreement.account_manager)


def client(agreement: Agreement) -> Scope:
    return factories.scope(agreement.owner)


def line_of(agreement: Agreement, code: str, *, at: datetime) -> AnnexLine:
    """One line of the register as it stands now."""
    contract = Contract.objects.select_related("party_a", "party_b").get(pk=agreement.contract.pk)
    return next(line for line in register_of(contract, at=at) if line.annex.code == code)


def deliver(
    agreement: Agreement, code: str, by: Scope, *, at: datetime, duty: int | None = None, name: str = "附件.pdf"
) -> AnnexVersion:
    return deliver_annex(agreement.contract.pk, code, Delivery(upload(name), "", duty), by=by, at=at)


def give(agreement: Agreement, by: Scope, *, at: datetime, what: str = "会员名单", **more: object) -> DataHandover:
    """Data handed over on the day of ``at``."""
    given = {"medium": "Excel 文件，加密邮件", "purpose": "客户回访", "handed_date": at.date(), "records": 1200, **more}
    return hand_over(agreement.contract.pk, Parcel(what=what, **given), by=by, at=at)  # type: ignore[arg-type]


def answer(handover: DataHandover, verb: str, by: Scope, *, at: datetime, text: str = "") -> HandoverStep:
    """One step, with the proof that it may need."""
    is_end = verb in ("give_back", "destroy")
    word = Word(text, at.date() if is_end else None, upload("证明.pdf") if is_end else None)
    return answer_handover(handover.pk, verb, word, by=by, at=at)


def archived(agreement: Agreement, **changes: object) -> None:
    """Both sides have settled every line, and the contract is in the archive."""
    contract, at = agreement.contract, timezone.now()
    SettlementTick.objects.bulk_create(
        SettlementTick(contract=contract, line=line, party=party, at=at, by="test")
        for line in Line
        for party in (agreement.client, agreement.provider)
    )
    Contract.objects.filter(pk=contract.pk).update(state="archived", **changes)
