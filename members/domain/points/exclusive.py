"""Exclusive service of the top tiers: a personal manager, and wishes for which somebody answers by a due time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from deadlines.domain.clock import NewDeadline, cancel, open_deadlines, stop
from foundation.days import known_day
from foundation.enciphering import Key, Unreadable
from foundation.refusals import Refused
from foundation.text import clean_text
from foundation.transitions import Lifecycle
from members.domain.points.news import KIND, tell_your_turn
from members.domain.points.spending import reachable
from members.domain.privacy.personal import deciphered_text, enciphered_text, keys_of
from members.models import BespokeRequest, BespokeState, Member, MemberTier
from parties.domain.roles import MAY
from parties.domain.scope import Scope, writing
from parties.models import Membership, User

VERB: Final = "members.edit"
SEES: Final = "members.see"
LONGEST: Final = 300

BESPOKE: Final = Lifecycle(
    "bespoke request",
    {
        BespokeState.OPEN: {"done": BespokeState.DONE, "decline": BespokeState.DECLINED},
        BespokeState.DONE: {},
        BespokeState.DECLINED: {},
    },
    initial=BespokeState.OPEN,
)
"""Who answers for it, or whoever looks after members there, ends it."""


def people_for(member: Member, *, by: Scope) -> QuerySet[User]:
    """Who can look after this member: people of the member's house and of the asker's side who may see members."""
    parties = by.parties_for(VERB) | {member.party_id}
    jobs = Membership.objects.running(timezone.localdate()).filter(party__in=parties, role__in=MAY[SEES])
    return User.objects.filter(pk__in=jobs.values("user"), is_active=True).order_by("name", "pk")


def name_manager(member_id: int, user_id: int | None, *, by: Scope, at: datetime) -> MemberTier:
    """Say who looks after a member in person (``None``: nobody any more).

    Refused: ``parties.not_yours``, ``members.not_active``, ``.not_exclusive``, ``.keeper_unknown``.
    """
    with writing(by):
        member = reachable(member_id, VERB, by=by)
        row = _exclusive(member)
        if user_id is not None and not people_for(member, by=by).filter(pk=user_id).exists():
            raise Refused("members.keeper_unknown", "person")
        row.personal_manager_id = user_id
        row.save(update_fields=["personal_manager"])
    return row


def ask_bespoke(
    member_id: int, what: str, *, owner_id: int, due_at: datetime, by: Scope, at: datetime
) -> BespokeRequest:
    """Take down a wish; somebody answers for it until then, and is told.

    Refused: as :func:`name_manager`, ``members.wish_missing``, ``.wish_not_ahead``.
    """
    what = clean_text(what, LONGEST, "what")
    if not what:
        raise Refused("members.wish_missing", "what")
    known_day(due_at.date(), "due_at")
    if due_at <= at:
        raise Refused("members.wish_not_ahead", "due_at")
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        member = reachable(member_id, VERB, by=by)
        _exclusive(member)
        if not people_for(member, by=by).filter(pk=owner_id).exists():
            raise Refused("members.keeper_unknown", "person")
        [deadline] = open_deadlines([NewDeadline(KIND, member.party_id, owner_id, at, due_at)])
        row = BespokeRequest.objects.create(
            member=member,
            what_enciphered=enciphered_text(member.pk, what, key=keys_of([member.pk])[member.pk]),
            deadline=deadline,
            asked_by_id=by.user_id,
            asked_at=at,
        )
        tell_your_turn(row, deadline, actor_id=by.user_id, at=at)
    return row


def end_bespoke(request_id: int, verb: str, *, by: Scope, at: datetime) -> BespokeRequest:
    """It was done, or cannot be. Refused: ``parties.not_yours``, ``foundation.not_allowed_now``."""
    with writing(by):
        row = BespokeRequest.objects.within(by, verb=VERB).filter(pk=request_id).first()
        if row is None or by.user_id is None:
            raise Refused("parties.not_yours")
        ended = BESPOKE.move(BespokeRequest, row.pk, verb, ended_by_id=by.user_id, ended_at=at)
        (stop if verb == "done" else cancel)([ended.deadline_id], at=at)
    return ended


def requests_of(member: Member) -> Sequence[tuple[BespokeRequest, str]]:
    """The member's wishes with their words, open ones first."""
    rows = BespokeRequest.objects.filter(member=member).select_related("deadline__owner", "asked_by")
    key = keys_of([member.pk]).get(member.pk)
    return [(row, _words(row, key)) for row in rows.order_by("ended_at", "deadline__due_at", "pk")]


def _words(row: BespokeRequest, key: Key | None) -> str:
    """Empty where the member's key is gone."""
    try:
        return deciphered_text(row.member_id, bytes(row.what_enciphered), key=key) if key else ""
    except Unreadable:
        return ""


def _exclusive(member: Member) -> MemberTier:
    row = MemberTier.objects.select_for_update(no_key=True, of=("self",)).filter(member=member).first()
    if row is None or row.tier is None or not row.tier.is_exclusive:
        raise Refused("members.not_exclusive")
    return row
