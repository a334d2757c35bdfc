"""PINs: how people of one venue take turns at a shared tablet within seconds, each under their own name."""

from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q, QuerySet

from complaints.domain.people import may_at
from complaints.models import Pin, Tablet
from complaints.models.tablets import MOST_TRIES
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from parties.models import Membership, User

SHORTEST: Final = 4
LONGEST: Final = 8
PLAIN: Final = "01234567890 09876543210"


def set_pin(pin: str, *, by: Scope, at: datetime) -> None:
    """Set one's own PIN, which also opens a locked one. Refused: ``complaints.pin_digits``, ``.pin_too_plain``."""
    if by.user_id is None or by.only is not None:  # on a tablet anybody could be holding it
        raise Refused("parties.not_yours")
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise Refused("complaints.pin_digits", "pin")
    if pin in PLAIN or len(set(pin)) == 1:
        raise Refused("complaints.pin_too_plain", "pin")
    with writing(by):
        Pin.objects.update_or_create(
            user_id=by.user_id, defaults={"pin_hash": make_password(pin), "wrong_tries": 0, "set_at": at}
        )


def own_pin(*, by: Scope) -> Pin | None:
    """The person's own PIN, of which only the standing can be told."""
    return Pin.objects.filter(user=by.user_id or 0).first()


def people_of(tablet: Tablet) -> list[User]:
    """Who can take this tablet over: those who have a PIN and may log complaints at its venue today."""
    return [user for user in _with_pin(tablet).order_by("name", "pk") if _works_here(user, tablet)]


def take_over(tablet: Tablet, user_id: int, pin: str, *, source: str) -> User:
    """The person who showed the right PIN. Wrong ones are counted, and the fifth locks it until it is set anew.

    Refused: ``complaints.pin_wrong`` (for somebody who does not work here too), ``.pin_locked``.
    """
    user = _with_pin(tablet).filter(pk=user_id).first()
    if user is None or not _works_here(user, tablet):
        raise Refused("complaints.pin_wrong", "pin")
    # Counted in a transaction of its own, which the refusal after it does not undo.
    with writing(Scope(label=f"tablet:{tablet.pk} {tablet.name}", source=source)):
        row = Pin.objects.select_for_update().get(user=user)
        if row.is_locked:
            code = "complaints.pin_locked"
        elif check_password(pin, row.pin_hash):
            code, row.wrong_tries = "", 0
        else:
            row.wrong_tries += 1
            code = "complaints.pin_locked" if row.wrong_tries == MOST_TRIES else "complaints.pin_wrong"
        row.save(update_fields=["wrong_tries"])
    if code:
        raise Refused(code, "pin")
    return user


def _with_pin(tablet: Tablet) -> QuerySet[User]:
    """Operators never come in by a few digits: their account opens more than the floor."""
    at_venue = Membership.objects.filter(Q(venues=tablet.venue_id) | Q(venues=None)).values("user")
    return User.objects.filter(pk__in=at_venue, is_active=True, is_staff=False, pin__isnull=False)


def _works_here(user: User, tablet: Tablet) -> bool:
    return may_at(Scope.of(user, source="tablet"), "complaints.log", tablet.venue_id)
