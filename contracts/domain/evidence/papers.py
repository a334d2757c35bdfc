"""What was signed, and what the sides wrote to each other: wordings with their files, notices with their proofs."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, Subject, fact, words
from contracts.models import ContractVersion, Notice, PaperSigning, SealedFile, SignatureRequest
from contracts.models.saying import person_in

# A draft's titles, numbers and parties are the provider's own; from sending on, only these change.
LIFE_OF_VERSION: Final = frozenset({"state", "frozen_at", "effective_at", "amendment"})
LIFE_OF_CONTRACT: Final = frozenset({"state", "effective_at", "ends_at", "expiring_at"})


def wordings(subject: Subject) -> Iterable[Part]:
    """The signed file of each wording concerned, all revisions in one, and who signed when."""
    rows = ContractVersion.objects.filter(pk__in=subject.versions, contract=subject.contract)
    found = list(rows.select_related("contract").order_by("number"))
    for row in found:
        yield from _wording(row)
        yield from _sealed(row)
        yield from _on_paper(row)
    yield Audited("contracts_contract", frozenset({subject.contract.pk}), only=LIFE_OF_CONTRACT)
    yield Audited("contracts_contractversion", frozenset(row.pk for row in found), only=LIFE_OF_VERSION)


def _wording(row: ContractVersion) -> Iterator[Part]:
    about = f"version {row.pk}"
    facts = (
        fact("number", gettext_lazy("Version"), row.number),
        fact("amendment", gettext_lazy("Supplementary agreement"), row.amendment),
        fact("frozen_at", gettext_lazy("Sent for signing"), row.frozen_at),
        fact("effective_at", gettext_lazy("In force since"), row.effective_at),
    )
    yield Record("version", row.pk, words(lambda: row.title), facts)
    if row.effective_at:
        yield Event(row.effective_at, words(lambda: _("In force: %(what)s") % {"what": row.title}), about)
    for request in SignatureRequest.objects.filter(version=row, state="signed").order_by("side"):
        if request.signed_at:
            by = f"{request.party_name} · {request.signer_name} · {request.signer_title}"
            yield Event(request.signed_at, words(gettext_lazy("Signed and sealed")), about, by=by)


def _sealed(row: ContractVersion) -> Iterator[Part]:
    """The last revision holds all that came before as its beginning; of those, length and hash are told."""
    revisions = list(SealedFile.objects.filter(version=row).select_related("file").order_by("revision"))
    if revisions:
        earlier = [{"revision": r.revision, "size": r.file.size, "sha256": r.file.sha256} for r in revisions]
        yield Original(revisions[-1].file, words(lambda: row.title), "signed_contract", {"revisions": earlier})
    yield Audited("contracts_sealedfile", frozenset(each.pk for each in revisions))


def _on_paper(row: ContractVersion) -> Iterator[Part]:
    signing: PaperSigning | None = getattr(row, "paper_signing", None)
    if signing is None:
        return
    yield Original(signing.scan, words(gettext_lazy("Scan of what was signed on paper")), "scan")
    facts = [fact("signed_date", gettext_lazy("Signed on"), signing.signed_date)]
    for each in signing.signers.all():
        who = f"{each.party_name} · {each.signer_name} · {each.signer_title}"
        facts.append(fact(f"signer_{each.side}", gettext_lazy("Signer"), who))
    yield Record("paper_signing", signing.pk, words(gettext_lazy("Signed on paper")), tuple(facts))
    yield Audited("contracts_papersigning", frozenset({signing.pk}))
    yield Audited("contracts_papersigner", frozenset(each.pk for each in signing.signers.all()))
    if getattr(signing, "answer", None):
        yield Audited("contracts_paperanswer", frozenset({signing.answer.pk}))


def notices(subject: Subject) -> Iterable[Part]:
    """The written notices between the sides, with the proof of delivery and each side's answer.

    For a period those given or delivered in it; else all, since any may have ended a duty or begun one.
    """
    rows = Notice.objects.filter(contract=subject.contract, given_at__lte=subject.at)
    if subject.is_period:
        given = rows.filter(given_at__gte=subject.since, given_at__lt=subject.until)
        rows = given | rows.filter(delivered_at__gte=subject.since, delivered_at__lt=subject.until)
    found = list(rows.select_related("party", "proof", "termination__term").order_by("pk"))
    for row in found:
        yield from _notice(row)
    yield Audited("contracts_notice", frozenset(row.pk for row in found))
    said = frozenset(each.pk for row in found for each in row.statements.all())
    yield Audited("contracts_noticestatement", said)
    ends = frozenset(row.termination.pk for row in found if getattr(row, "termination", None))
    yield Audited("contracts_termination", ends)


def _notice(row: Notice) -> Iterator[Part]:
    about, title = f"notice {row.pk}", words(row.get_kind_display)
    ending = getattr(row, "termination", None)
    facts = (
        fact("party", gettext_lazy("Given by"), row.party.name),
        fact("channel", gettext_lazy("Sent by"), words(row.get_channel_display)),
        fact("sent_date", gettext_lazy("Sent on"), row.sent_date),
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
        fact("delivered_at", gettext_lazy("Delivered"), row.delivered_at),
        fact("acknowledged_by", gettext_lazy("Receipt acknowledged"), row.acknowledged_by_name),
        fact("text", gettext_lazy("What it says"), row.text),
        fact("ground", gettext_lazy("Ground"), words(ending.get_ground_display) if ending else None),
        fact("ends_at", gettext_lazy("The contract ends"), ending.ends_at if ending else None),
    )
    yield Record("notice", row.pk, title, facts)
    yield Event(row.given_at, title, about, by=f"{row.party} · {row.by_name}", text=row.text)
    if row.delivered_at:
        yield Event(row.delivered_at, words(gettext_lazy("Notice delivered")), about, file=row.proof)
    if row.proof:
        yield Original(row.proof, words(gettext_lazy("Proof of delivery")))
    for said in row.statements.select_related("party"):
        by = f"{said.party} · {person_in(said.by)}"
        yield Event(said.at, words(said.VERBS[said.verb]), about, by=by, text=said.text)
