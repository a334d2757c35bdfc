"""How much answers differ within a stratum, learnt from the wave before: what Neyman's allocation weighs by."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import fmean, pstdev
from typing import Any, Final

from surveys.domain.waves.drawing import Cell
from surveys.models import Answer, AnswerGroup, Stratum, Wave, WaveState

UNKNOWN: Final = Decimal("1.0000")
"""Points of a scale of five, where nothing is known; the same for all strata, it makes the allocation proportional."""
LEAST: Final = Decimal("0.1000")
"""Where all said the same once: they need not say it again."""
PLACES: Final = Decimal("0.0001")


def deviations_for(wave: Wave, cells: Sequence[Cell]) -> list[Decimal]:
    """The standard deviation of the satisfaction question in each cell, as the last counted wave of the contract found
    it in the group to which the cell belonged; the mean of these for a cell that is new."""
    known = _known(_before(wave))
    usual = Decimal(fmean(known.values())).quantize(PLACES) if known else UNKNOWN
    return [known.get((cell.venue_id, cell.tier), usual) for cell in cells]


def satisfaction_key(definition: Mapping[str, Any]) -> str:
    """The key of the question that measures satisfaction; empty where none does."""
    questions = (question for section in definition["sections"] for question in section["questions"])
    return next((question["key"] for question in questions if question.get("role") == "satisfaction"), "")


def deviation(ratings: Iterable[int]) -> Decimal:
    """The standard deviation of ratings in points, never none at all."""
    return max(LEAST, Decimal(pstdev(ratings)).quantize(PLACES))


def _before(wave: Wave) -> Wave | None:
    if wave.contract_id is None:
        return None
    earlier = Wave.objects.filter(contract=wave.contract_id, state=WaveState.COUNTED, first_day__lt=wave.first_day)
    return earlier.select_related("version").order_by("-first_day").first()


def _known(wave: Wave | None) -> dict[tuple[int | None, str], Decimal]:
    """By venue and tier. Only whole groups of five answers and more are looked at, as everywhere."""
    key = satisfaction_key(wave.version.definition) if wave and wave.version else ""
    if wave is None or not key:
        return {}
    said: dict[int, list[int]] = {}
    for group_id, values in Answer.objects.filter(wave=wave, is_drawn=True).values_list("group", "values"):
        if isinstance(values.get(key), int):
            said.setdefault(group_id, []).append(values[key])
    groups = AnswerGroup.objects.filter(wave=wave, pk__in=said)
    of_ordinal = {ordinal: deviation(said[group.pk]) for group in groups for ordinal in group.ordinals}
    strata = Stratum.objects.filter(wave=wave, ordinal__in=of_ordinal)
    return {(stratum.venue_id, stratum.tier): of_ordinal[stratum.ordinal] for stratum in strata}
