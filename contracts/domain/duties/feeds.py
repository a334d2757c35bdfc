"""Private addresses for calendar programs: 256 random bits, stored as a hash, ended at will."""

from datetime import datetime

from contracts.models import CalendarFeed
from foundation.refusals import Refused
from foundation.tokens import hash_token, new_token
from parties.domain.scope import Scope, writing
from parties.models import User


def new_feed(*, by: Scope, at: datetime) -> str:
    """Make the person's feed anew; the token is to be shown once, and the former address ends.

    Refused: ``parties.not_yours`` for the system, which has no calendar.
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    token, token_hash = new_token()
    with writing(by):
        User.objects.select_for_update(no_key=True).get(pk=by.user_id)  # two at once take turns
        CalendarFeed.objects.filter(user=by.user_id, revoked_at=None).update(revoked_at=at)
        CalendarFeed.objects.create(user_id=by.user_id, token_hash=token_hash, created_at=at)
    return token


def end_feed(*, by: Scope, at: datetime) -> None:
    """End the person's own feed at once; without one nothing changes."""
    with writing(by):
        CalendarFeed.objects.filter(user=by.user_id or 0, revoked_at=None).update(revoked_at=at)


def feed_of(user: User) -> CalendarFeed | None:
    """The feed that is alive; ``None`` without one."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def user_of_token(token: str) -> User | None:
    """Whose calendar this address reads; ``None`` when it is unknown, ended, or its person has left."""
    alive = CalendarFeed.objects.filter(token_hash=hash_token(token), revoked_at=None, user__is_active=True)
    feed = alive.select_related("user").first()
    return feed.user if feed else None
