"""What people hear of members' wishes: that one is theirs, that time runs out. Messages hold ids alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from members.models import BespokeRequest
from parties.domain.messages import Rendered, Telling, tell

KIND: Final = "members.bespoke"
HALF: Final = 50

Params = Mapping[str, int | str]


def tell_your_turn(row: BespokeRequest, deadline: Deadline, *, actor_id: int | None, at: datetime) -> None:
    """Tell who answers for the wish; nobody is told what they took down for themselves."""
    if deadline.owner_id != actor_id:
        tell(list(_tellings("your_turn", {deadline.pk: row.member_id}, [deadline])), at=at)


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell the owners once that most of the time is used up."""
    late = [each.deadline for each in warned if each.percent > HALF]
    tell(list(_tellings("warned", _members(late), late)), at=at)


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """Tell the owners that time ran out."""
    tell(list(_tellings("missed", _members(missed), missed)), at=at)


def your_turn(params: Params) -> Rendered:
    """A wish of a member is yours to fulfil."""
    return Rendered(_("A member's wish is yours"), _("Please see to it by %(due)s.") % _gaps(params), _path(params))


def warned(params: Params) -> Rendered:
    """Four fifths of the time are used up."""
    body = _("Most of the time is used up: it is due by %(due)s.") % _gaps(params)
    return Rendered(_("A member's wish still waits"), body, _path(params))


def missed(params: Params) -> Rendered:
    """It was not done in time."""
    body = _("It was due by %(due)s. See to it now, and tell the member.") % _gaps(params)
    return Rendered(_("A member's wish was not met in time"), body, _path(params))


def _members(deadlines: Sequence[Deadline]) -> dict[int, int]:
    ids = [deadline.pk for deadline in deadlines if deadline.kind == KIND]
    if not ids:
        return {}
    return dict(BespokeRequest.objects.filter(deadline__in=ids).values_list("deadline", "member"))


def _tellings(kind: str, members: Mapping[int, int], deadlines: Iterable[Deadline]) -> Iterable[Telling]:
    for deadline in deadlines:
        if deadline.pk in members and deadline.owner_id is not None:
            params: Params = {"member": members[deadline.pk], "due": deadline.due_at.isoformat()}
            yield Telling(deadline.owner_id, f"bespoke.{kind}", f"bespoke-{kind}:{deadline.pk}", params)


def _gaps(params: Params) -> dict[str, str]:
    return {"due": f"{timezone.localtime(datetime.fromisoformat(str(params['due']))):%Y-%m-%d %H:%M}"}


def _path(params: Params) -> str:
    return reverse("members:points", args=[params["member"]])
