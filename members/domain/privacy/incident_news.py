"""What people hear of data incidents: that one is theirs, that time runs out, that it rose to them. Ids alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from members.models import DataIncident, IncidentClock
from parties.domain.messages import Rendered, Telling, tell

KIND: Final = "members.incident"
LEVEL: Final = "members.incident_level"

Params = Mapping[str, int | str]


def tell_yours(incident: DataIncident, deadline: Deadline, *, actor_id: int | None, at: datetime) -> None:
    """Tell who answers for the incident now; nobody is told what they took upon themselves."""
    if deadline.owner_id != actor_id:
        # By the moment, too: it may be given to and fro.
        tell([_telling("yours", incident.pk, deadline, f"{at.timestamp():.0f}")], at=at)


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell whoever answers that half of the 72 hours is gone, and again when most of it is."""
    ours = {each.deadline.pk: each for each in warned if each.deadline.kind == KIND}
    rows = IncidentClock.objects.filter(deadline__in=list(ours)).values_list("deadline", "incident") if ours else ()
    tell([_telling("warned", pk, ours[mark].deadline, str(ours[mark].percent)) for mark, pk in rows], at=at)


def tell_of_missed(clock: IncidentClock, *, at: datetime) -> None:
    """Tell whoever answered that the 72 hours are over; a level that passes says so by the next one."""
    if clock.level == 0:
        tell([_telling("missed", clock.incident_id, clock.deadline)], at=at)


def tell_asked(incident: DataIncident, deadline: Deadline, level: int, *, at: datetime) -> None:
    """Tell whom the house's chain asks now."""
    tell([_telling("rose", incident.pk, deadline, str(level))], at=at)


def yours(params: Params) -> Rendered:
    """Somebody gave it to you."""
    body = _("Tell the authority by %(due)s, and note on its page when you did.") % _gaps(params)
    return Rendered(_("A data incident is yours"), body, _path(params))


def warned(params: Params) -> Rendered:
    """Time runs."""
    body = _("The authority is to be told by %(due)s. Nobody has noted yet that it was.") % _gaps(params)
    return Rendered(_("A data incident still waits to be reported"), body, _path(params))


def missed(params: Params) -> Rendered:
    """The 72 hours are over."""
    body = _("It was due by %(due)s. Tell the authority at once, and say why it is late.") % _gaps(params)
    return Rendered(_("The 72 hours of a data incident are over"), body, _path(params))


def rose(params: Params) -> Rendered:
    """The chain asks you."""
    body = _("The authority was not told in time. See to it by %(due)s; then the next one of the house is asked.")
    return Rendered(_("A data incident has risen to you"), body % _gaps(params), _path(params))


def _telling(kind: str, incident_id: int, deadline: Deadline, mark: str = "") -> Telling:
    owner_id = deadline.owner_id
    if owner_id is None:
        raise LookupError("a running clock has an owner")
    params: Params = {"incident": incident_id, "due": deadline.due_at.isoformat()}
    return Telling(owner_id, f"incident.{kind}", f"incident-{kind}:{deadline.pk}:{owner_id}:{mark}", params)


def _gaps(params: Params) -> dict[str, str]:
    return {"due": f"{timezone.localtime(datetime.fromisoformat(str(params['due']))):%Y-%m-%d %H:%M}"}


def _path(params: Params) -> str:
    return reverse("members:incident", args=[params["incident"]])
