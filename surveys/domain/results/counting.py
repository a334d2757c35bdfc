"""Counting a closed wave by the formulas of today, and keeping what came of it (D6).

What is kept is what the answers give: counted again at any time, the very same figures come out (``manage.py
recount``).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from foundation.refusals import Refused
from surveys.domain.results.figures import figures
from surveys.domain.results.formulas import VERSION
from surveys.domain.results.items import Item, items_of
from surveys.domain.results.partition import Place
from surveys.domain.results.storing import fingerprint, plain
from surveys.domain.results.tallying import Part, Tally, tally
from surveys.models import Answer, AnswerGroup, Invitation, InvitationState, Stratum, Wave, WaveResult, WaveState

AT_A_TIME: Final = 5000


def keep_figures(wave: Wave, *, at: datetime) -> WaveResult:
    """Count an opened wave and keep its figures, in the caller's transaction, which holds the wave.

    Refused: ``surveys.not_counted`` while its answers are sealed.
    """
    if wave.state != WaveState.CLOSED:
        raise Refused("surveys.not_counted")
    found = figures_of(wave)
    return WaveResult.objects.create(
        wave=wave, formula_version=VERSION, figures=found, sha256=fingerprint(found), counted_at=at
    )


def is_as_counted(wave: Wave) -> bool:
    """Whether the answers still give the figures that are kept of this wave, bit by bit."""
    kept = WaveResult.objects.get(wave=wave)
    return fingerprint(figures_of(wave)) == kept.sha256 == fingerprint(kept.figures)


def figures_of(wave: Wave) -> Mapping[str, Any]:
    """All that may be shown of an opened wave, as plain values."""
    parts, places, asked = parts_of(wave), places_of(wave), _asked(wave)
    answered = sum(each for _total, each in asked.values())
    free = Answer.objects.filter(wave=wave, is_drawn=False).count()
    rows = figures(wave_items(wave), tally_of(wave), parts, places, open_answers=free)
    return {
        "formula": VERSION,
        "questionnaire": wave.version.frozen_hash if wave.version else "",
        "frame_hash": wave.frame_hash,
        "frame": wave.frame_size or 0,
        "asked": sum(total for total, _answered in asked.values()),
        "answered": answered,
        "destroyed": answered - sum(part.answers for part in parts),
        "groups": [
            {
                "number": part.number,
                "ordinals": list(part.ordinals),
                "frame": part.frame,
                "answers": part.answers,
                "asked": sum(asked.get(ordinal, (0, 0))[0] for ordinal in part.ordinals),
            }
            for part in parts
        ],
        "places": [[place.ordinal, place.venue_id, place.tier] for place in places],
        "rows": [plain(row) for row in rows],
    }


def parts_of(wave: Wave) -> list[Part]:
    """The partition of its answers."""
    groups = AnswerGroup.objects.filter(wave=wave).order_by("number")
    return [Part(each.number, each.frame_size, each.answers, tuple(each.ordinals)) for each in groups]


def places_of(wave: Wave) -> list[Place]:
    """Its strata."""
    rows = Stratum.objects.filter(wave=wave).order_by("ordinal").values_list("ordinal", "venue", "tier")
    return [Place(*row) for row in rows]


def tally_of(wave: Wave) -> Tally:
    """The counts of an opened wave; of open answers under the number 0."""
    return tally(wave_items(wave), _answers(wave))


def wave_items(wave: Wave) -> list[Item]:
    """What is counted of its questionnaire."""
    return items_of(wave.version.definition) if wave.version else []


def _answers(wave: Wave) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = Answer.objects.filter(wave=wave).order_by("pk").values_list("group__number", "values")
    return ((number or 0, values) for number, values in rows.iterator(AT_A_TIME))


def _asked(wave: Wave) -> Mapping[int, tuple[int, int]]:
    """By stratum how many were asked, replacements among them, and how many of them answered."""
    found: dict[int, tuple[int, int]] = {}
    rows = Invitation.objects.filter(wave=wave).order_by().values_list("stratum__ordinal", "state")
    for ordinal, state, count in rows.annotate(count=Count("pk")):
        total, answered = found.get(ordinal, (0, 0))
        found[ordinal] = total + count, answered + (count if state == InvitationState.ANSWERED else 0)
    return found
