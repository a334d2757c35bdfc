"""Asking for money back 费用报销: a draft with its lines and receipts, handed in by whoever paid (C9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from complaints.domain.costs.acting import person
from complaints.domain.costs.amounts import checked_amount, past_day, said
from complaints.domain.costs.lifecycle import CLAIM, OWN_VERBS
from complaints.models import ClaimLine, ClaimState, ClaimStep, Complaint, CostKind, ExpenseClaim, Receipt
from complaints.models.claims import OWN
from contracts.domain.in_force import terms_for_venue
from foundation.accepted_files import LARGEST_FILE, MOST_FILES, SCANS
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from parties.models import Venue

MOST_LINES: Final = 40
LONGEST_PURPOSE: Final = 160


@dataclass(frozen=True)
class NewClaim:
    """What was paid, for what, and at which venue; the contract in force there goes with it by itself."""

    venue_id: int
    kind: str
    purpose: str
    complaint_id: int | None = None


@dataclass(frozen=True)
class Spent:
    """One thing that was paid: when, what, and how much in yuan."""

    date: date
    text: str
    amount: Decimal


def open_claim(new: NewClaim, first: Spent, files: Sequence[Upload] = (), *, by: Scope, at: datetime) -> ExpenseClaim:
    """Begin a claim with its first line and receipts, as a draft.

    Refused: ``complaints.venue_unknown``, ``.complaint_unknown``, ``.in_future``, ``.amount_wrong``,
    ``.receipt_used``, ``.too_many_files``, ``foundation.file_…``.
    """
    if new.kind not in CostKind.values:
        raise Refused("foundation.required", "kind")
    party_id = _party_at(new.venue_id, by=by)
    _check_complaint(new, by=by)
    terms = terms_for_venue(new.venue_id, at)
    with writing(by):
        claim = ExpenseClaim.objects.create(
            party_id=party_id,
            venue_id=new.venue_id,
            contract_id=terms.contract_id if terms and party_id in (terms.party_a_id, terms.party_b_id) else None,
            complaint_id=new.complaint_id,
            kind=new.kind,
            purpose=said(new.purpose, LONGEST_PURPOSE, "purpose"),
            asked_by_id=person(by),
            asked_at=at,
        )
        add_line(claim.pk, first, by=by, at=at)
        if files:
            add_receipts(claim.pk, files, by=by, at=at)
    return claim


def add_line(claim_id: int, spent: Spent, *, by: Scope, at: datetime) -> ClaimLine:
    """One more thing that was paid. Refused: ``complaints.too_many_lines``, ``.claim_handed_in`` and as above."""
    with writing(by):
        claim = _own_draft(claim_id, by=by)
        if claim.lines.count() >= MOST_LINES:
            raise Refused("complaints.too_many_lines", limit=MOST_LINES)
        return ClaimLine.objects.create(
            claim=claim,
            spent_date=past_day(spent.date, timezone.localdate(at), "spent_date"),
            text=said(spent.text, LONGEST_PURPOSE, "text"),
            amount=checked_amount(spent.amount),
        )


def remove_line(claim_id: int, line_id: int, *, by: Scope) -> None:
    """Take a line out of a draft. Refused: ``complaints.claim_handed_in``; raises ClaimLine.DoesNotExist."""
    with writing(by):
        _own_draft(claim_id, by=by).lines.get(pk=line_id).delete()


def add_receipts(claim_id: int, files: Sequence[Upload], *, by: Scope, at: datetime) -> list[Receipt]:
    """Add receipts, all or none; one paper pays once, whoever hands it in again.

    Refused: ``complaints.receipt_used``, ``.too_many_files``, ``.claim_handed_in``, ``foundation.file_…`` (judged by
    the content: PDF, JPEG or PNG).
    """
    if len(files) > MOST_FILES:
        raise Refused("complaints.too_many_files", "receipts", limit=MOST_FILES)
    with writing(by):
        claim = _own_draft(claim_id, by=by)
        stored = store_uploads(files, kinds=SCANS, max_bytes=LARGEST_FILE, field="receipts")
        receipts = Receipt.objects.bulk_create(Receipt(claim=claim, file=file, added_at=at) for file in stored)
        _refuse_used(claim)
        return receipts


def remove_receipt(claim_id: int, receipt_id: int, *, by: Scope) -> None:
    """Take a receipt out of a draft. Refused: ``complaints.claim_handed_in``; raises Receipt.DoesNotExist."""
    with writing(by):
        _own_draft(claim_id, by=by).receipts.get(pk=receipt_id).delete()


def move_own_claim(claim_id: int, verb: str, *, by: Scope, at: datetime) -> ExpenseClaim:
    """Hand in, take back, mend or drop one's own claim.

    Refused: ``complaints.receipt_missing``, ``.receipt_used``, ``.claim_is_empty``, ``.claim_settled``,
    ``foundation.not_allowed_now``.
    """
    if verb not in OWN_VERBS:
        raise Refused("foundation.not_allowed_now", verb=verb)
    with writing(by):
        refuse_settled(ExpenseClaim.objects.select_for_update(no_key=True).get(pk=claim_id))
        changes: dict[str, object] = {"decided_by": None, "decided_at": None, "overrun": Decimal(0)}
        if verb == "submit":
            changes["amount"] = ClaimLine.objects.filter(claim=claim_id).aggregate(total=Sum("amount"))["total"] or 0
        claim = CLAIM.move(ExpenseClaim, claim_id, verb, lambda row: _check_own(row, verb, by=by), **changes)
        note_step(claim, verb, by=by, at=at)
    return claim


def refuse_settled(claim: ExpenseClaim) -> None:
    """Refused: ``complaints.claim_settled``. Its month is locked, and says who can still put it right."""
    if claim.state == ClaimState.SETTLED:
        raise Refused("complaints.claim_settled", month=str(claim.month))


def note_step(claim: ExpenseClaim, verb: str, note: str = "", *, by: Scope, at: datetime) -> ClaimStep:
    """Write down what was done about a claim, in the caller's transaction."""
    return ClaimStep.objects.create(claim=claim, verb=verb, note=note, at=at, user_id=person(by))


def _party_at(venue_id: int, *, by: Scope) -> int:
    """For whom the person pays at this venue: the party of a hat that reaches it."""
    for hat in by.hats_for(OWN):
        worn = Scope(by.label, by.source, by.user_id, (hat,))
        if Venue.objects.within(worn, verb=OWN).filter(pk=venue_id).exists():
            return hat.party_id
    raise Refused("complaints.venue_unknown", "venue")


def _check_complaint(new: NewClaim, *, by: Scope) -> None:
    if new.complaint_id is None:
        return
    known = Complaint.objects.within(by, verb="complaints.see").filter(pk=new.complaint_id, venue=new.venue_id)
    if not known.exists():
        raise Refused("complaints.complaint_unknown", "complaint")


def _own_draft(claim_id: int, *, by: Scope) -> ExpenseClaim:
    claim = ExpenseClaim.objects.within(by, verb=OWN).select_for_update(no_key=True, of=("self",)).get(pk=claim_id)
    refuse_settled(claim)
    if not claim.is_draft:
        raise Refused("complaints.claim_handed_in")
    return claim


def _check_own(claim: ExpenseClaim, verb: str, *, by: Scope) -> None:
    if claim.asked_by_id != by.user_id or not by.may_for(OWN, claim.party_id):
        raise Refused("parties.not_yours")
    if verb == "submit":
        if not claim.lines.exists():
            raise Refused("complaints.claim_is_empty")
        if not claim.receipts.exists():
            raise Refused("complaints.receipt_missing", "receipts")
        _refuse_used(claim)


def _refuse_used(claim: ExpenseClaim) -> None:
    """The same paper, known by its hash, must not stand in two claims of one party, nor twice in one."""
    hashes = list(claim.receipts.values_list("file__sha256", flat=True))
    elsewhere = Receipt.objects.filter(claim__party=claim.party_id, file__sha256__in=hashes).exclude(claim=claim)
    used = elsewhere.exclude(claim__state__in=[ClaimState.DROPPED, ClaimState.REJECTED]).exists()
    if used or len(hashes) != len(set(hashes)):
        raise Refused("complaints.receipt_used", "receipts")
