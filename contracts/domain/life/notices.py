"""Written notices between the sides: given, delivered with proof or by the other side's word, contested, withdrawn.

Sources: forms "Common to all" (notices are in writing: post, fax or e-mail; the proof of delivery is kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from contracts.domain.archive.indexing import ask_to_index
from contracts.domain.life.lifecycles import NOTICE_LIFE
from contracts.domain.locking import locked_contract, locked_notice
from contracts.domain.news import tell_both_sides
from contracts.domain.sides import side_of
from contracts.models import Notice, NoticeStatement
from contracts.models.contracts import Side
from contracts.models.notices import Channel, NoticeKind
from foundation.accepted_files import LARGEST_FILE, SCANS
from foundation.days import known_day
from foundation.files import store
from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.text import clean_text, says_something
from parties.domain.scope import Scope, writing

VERB: Final = "contracts.give_notice"
LONGEST_TEXT: Final = 5000
LONGEST_STATEMENT: Final = 2000


@dataclass(frozen=True)
class Letter:
    """What was written, how it was sent and when."""

    text: str
    channel: str
    sent_date: date


@dataclass(frozen=True)
class Delivery:
    """When it arrived, and the paper that proves it."""

    delivered_at: datetime
    paper: bytes
    name: str


def give_notice(contract_id: int, kind: NoticeKind, letter: Letter, *, by: Scope, at: datetime) -> Notice:
    """Record a notice of the person's own side; the other side is told at once, which proves no delivery.

    In the caller's transaction where there is one. Refused: ``parties.not_yours``, ``contracts.not_running``,
    ``contracts.reason_missing``, ``contracts.sent_in_future``.
    """
    text = clean_text(letter.text, LONGEST_TEXT, "text")
    if not says_something(text):
        raise Refused("contracts.reason_missing", "text")
    with writing(by):
        contract = locked_contract(contract_id)
        side = side_of(contract, VERB, by=by)
        if not contract.is_running:
            raise Refused("contracts.not_running")
        if known_day(letter.sent_date, "sent_date") > timezone.localdate(at):
            raise Refused("contracts.sent_in_future", "sent_date")
        notice = Notice.objects.create(
            contract=contract,
            kind=kind,
            party=contract.party_of(side),
            text=text,
            channel=Channel(letter.channel),
            sent_date=letter.sent_date,
            given_at=at,
            by=by.label,
        )
        ask_to_index(contract.pk)
        tell_both_sides(contract, f"contracts.{kind}_given", str(notice.pk), at=at, side=side)
    return notice


def prove_delivery(notice_id: int, delivery: Delivery, *, by: Scope, at: datetime) -> Notice:
    """Keep the paper that proves when the notice arrived; from then on what depends on it runs.

    The giver alone says so: it counts from the moment at which the other side was told here (``given_at``) at the
    earliest, whatever the paper says. Refused: ``contracts.not_your_notice`` unless the person speaks for the side that
    gave it, ``contracts.delivery_out_of_order``, ``contracts.not_running``, ``foundation.not_allowed_now`` and what a
    file is refused for.
    """
    with writing(by):
        notice = locked_notice(notice_id)
        require_giver(notice, by)
        known_day(delivery.delivered_at.date(), "delivered_at")
        begun, told = timezone.localdate(notice.contract.effective_at), timezone.localdate(notice.given_at)
        earliest = max(notice.sent_date, begun, told)
        if timezone.localdate(delivery.delivered_at) < earliest or delivery.delivered_at > at:
            raise Refused("contracts.delivery_out_of_order", "delivered_at")
        proof = store(delivery.paper, delivery.name, kinds=SCANS, max_bytes=LARGEST_FILE, field="proof")
        counted_from = max(delivery.delivered_at, notice.given_at)
        delivered = deliver(notice, "prove", delivered_at=counted_from, proof=proof, by=by)
        keep_statement(notice, "prove", "", by=by, at=at)
    return delivered


def acknowledge(notice_id: int, *, by: Scope, at: datetime) -> Notice:
    """The other side says that it has the notice: delivered now. Refused: ``contracts.not_addressed``,
    ``contracts.not_running``, ``foundation.not_allowed_now``."""
    with writing(by):
        notice = locked_notice(notice_id)
        require_addressee(notice, by)
        delivered = deliver(notice, "acknowledge", delivered_at=at, proof=None, by=by)
        keep_statement(notice, "acknowledge", "", by=by, at=at)
    return delivered


def contest(notice_id: int, *, text: str, by: Scope, at: datetime) -> Notice:
    """The other side disagrees; its words are kept beside the notice, whose effect is for the parties or a court.

    Refused: ``contracts.not_addressed``, ``contracts.reason_missing``, ``foundation.not_allowed_now`` once withdrawn.
    """
    with writing(by):
        notice = locked_notice(notice_id)
        require_addressee(notice, by)
        if notice.is_withdrawn:
            raise Refused("foundation.not_allowed_now", state=notice.get_state_display())
        if not says_something(clean_text(text, LONGEST_STATEMENT, "text")):
            raise Refused("contracts.reason_missing", "text")
        keep_statement(notice, "contest", text, by=by, at=at)
    return notice


def withdraw_notice(notice_id: int, *, text: str, by: Scope, at: datetime) -> Notice:
    """The side that gave the notice takes it back, before it is delivered. Refused: ``contracts.not_your_notice``,
    ``foundation.not_allowed_now``."""
    with writing(by):
        notice = locked_notice(notice_id)
        require_giver(notice, by)
        moved = NOTICE_LIFE.move(Notice, notice.pk, "withdraw")
        keep_statement(notice, "withdraw", text, by=by, at=at)
    return moved


def deliver(notice: Notice, verb: str, *, delivered_at: datetime, proof: StoredFile | None, by: Scope) -> Notice:
    """Note when the locked notice arrived and what proves it. Refused: ``contracts.not_running``,
    ``contracts.delivery_out_of_order`` before the contract has begun, ``foundation.not_allowed_now``."""
    contract = notice.contract
    if not contract.is_running or contract.effective_at is None:
        raise Refused("contracts.not_running")
    if delivered_at <= contract.effective_at:
        raise Refused("contracts.delivery_out_of_order", "delivered_at")
    word = "" if proof else by.label
    NOTICE_LIFE.move(Notice, notice.pk, verb, None, delivered_at=delivered_at, proof=proof, acknowledged_by=word)
    notice.refresh_from_db(fields=["state", "delivered_at", "proof", "acknowledged_by"])
    return notice


def keep_statement(notice: Notice, verb: str, text: str, *, by: Scope, at: datetime) -> None:
    """Keep what a side said or did, and tell both sides."""
    side = side_of(notice.contract, VERB, by=by)
    statement = NoticeStatement.objects.create(
        notice=notice,
        party=notice.contract.party_of(side),
        verb=verb,
        text=clean_text(text, LONGEST_STATEMENT, "text"),
        at=at,
        by=by.label,
    )
    told = TOLD[verb]
    tell_both_sides(notice.contract, f"contracts.{notice.kind}_{told}", str(statement.pk), at=at, side=side)


TOLD: Final = {
    "prove": "delivered",
    "acknowledge": "delivered",
    "agree": "agreed",
    "contest": "contested",
    "withdraw": "withdrawn",
}


def other_side(notice: Notice) -> Side:
    """The side that the notice is for."""
    return Side.B if notice.party_id == notice.contract.party_a_id else Side.A


def require_giver(notice: Notice, by: Scope) -> None:
    """Refuse (``contracts.not_your_notice``) unless the person speaks for the side that gave the notice."""
    if not by.may_for(VERB, notice.party_id):
        raise Refused("contracts.not_your_notice", party=notice.party.name)


def require_addressee(notice: Notice, by: Scope) -> None:
    """Refuse (``contracts.not_addressed``) unless the person speaks for the side that the notice is for."""
    addressee = notice.contract.party_of(other_side(notice))
    if not by.may_for(VERB, addressee.pk):
        raise Refused("contracts.not_addressed", party=addressee.name)
