"""Who hears of measures: their owners, and where time ran out also whoever answers for the contract on that side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.chiefs import chiefs_of
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.messages import Rendered, Telling, tell
from surveys.models import Measure

KIND: Final = "surveys.measure"
YOURS: Final = "surveys.measure_yours"
WARNED: Final = "surveys.measure_warned"
MISSED: Final = "surveys.measure_missed"
HALF: Final = 50

Params = Mapping[str, int | str]


def tell_yours(measure: Measure, *, actor_id: int, at: datetime) -> None:
    """Tell who answers for it, unless they took it themselves."""
    if measure.owner_id != actor_id:
        tell([_telling(YOURS, measure, measure.owner_id)], at=at)


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell the owners once that most of the time is used up."""
    late = [each.deadline for each in warned if each.percent > HALF]
    tell([_telling(WARNED, each, _owner(each)) for each in _measures(late)], at=at)


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """It rises: the owner hears of it, who set the measure, and who answers for the contract on that side."""
    tellings = [
        _telling(MISSED, measure, user_id)
        for measure in _measures(missed)
        for user_id in {_owner(measure), measure.made_by_id, _chief(measure)}
        if user_id is not None
    ]
    tell(tellings, at=at)


def yours(params: Params) -> Rendered:
    """A measure is yours."""
    return Rendered(_("A measure of improvement is yours"), _("See what is to be done, and until when."), _path(params))


def warned(params: Params) -> Rendered:
    """Four fifths of the time are used up."""
    body = _("Most of the time is used up. Say when it is done.")
    return Rendered(_("A measure of improvement still waits"), body, _path(params))


def missed(params: Params) -> Rendered:
    """It was not done in time."""
    body = _("It was not done by its day. See to it, or give it up and set another one.")
    return Rendered(_("A measure of improvement is overdue"), body, _path(params))


def _measures(deadlines: Iterable[Deadline]) -> list[Measure]:
    ids = [deadline.pk for deadline in deadlines if deadline.kind == KIND]
    if not ids:
        return []
    return list(Measure.objects.filter(deadline__in=ids).select_related("wave__contract", "deadline"))


def _owner(measure: Measure) -> int:
    """Who answers for it today: its clock may have been handed on."""
    return measure.deadline.owner_id if measure.deadline and measure.deadline.owner_id else measure.owner_id


def _chief(measure: Measure) -> int | None:
    contract = measure.wave.contract
    return chiefs_of(contract).get(measure.wave.party_id) if contract else None


def _telling(kind: str, measure: Measure, user_id: int) -> Telling:
    params = {"measure": measure.pk, "wave": measure.wave_id}
    return Telling(user_id, kind, f"{kind}:{measure.pk}:{user_id}", params)


def _path(params: Params) -> str:
    return reverse("surveys:improving", args=[int(params["wave"])])
