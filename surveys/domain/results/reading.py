"""The kept figures of a wave, as pages, papers and REST show them: read from the result, never counted again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from parties.models import Venue
from surveys.domain.results.figures import Row
from surveys.domain.results.partition import Place
from surveys.domain.results.storing import read
from surveys.models import Wave, WaveResult

TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Result:
    """The figures of a counted wave. ``rows`` are those of :func:`surveys.domain.results.figures.figures`."""

    wave: Wave
    sha256: str
    counted_at: datetime
    kept: Mapping[str, Any]

    @cached_property
    def rows(self) -> list[Row]:
        return [read(each) for each in self.kept["rows"]]

    @property
    def whole(self) -> Row | None:
        """All who were drawn and answered; ``None`` where they were too few."""
        return next((row for row in self.rows if row.cut.kind == "whole"), None)

    @property
    def open(self) -> Row | None:
        """Those who answered without an invitation."""
        return next((row for row in self.rows if row.cut.kind == "open"), None)

    def by(self, *kinds: str) -> list[Row]:
        """The rows of these cuts."""
        return [row for row in self.rows if row.cut.kind in kinds]

    @property
    def frame(self) -> int:
        return int(self.kept["frame"])

    @property
    def asked(self) -> int:
        return int(self.kept["asked"])

    @property
    def destroyed(self) -> int:
        """Answers of which there were too few for any figure."""
        return int(self.kept["destroyed"])

    def asked_of(self, row: Row) -> int:
        """How many were asked in the groups of a row."""
        return sum(group["asked"] for group in self.kept["groups"] if group["number"] in row.cut.numbers)

    def rate_of(self, row: Row) -> Decimal | None:
        """Answers per cent of who was asked; ``None`` where nobody was."""
        asked = self.asked_of(row)
        return (Decimal(100 * row.answers) / asked).quantize(TENTH, ROUND_HALF_UP) if asked else None

    @cached_property
    def places(self) -> Mapping[int, Place]:
        return {ordinal: Place(ordinal, venue, tier) for ordinal, venue, tier in self.kept["places"]}

    @cached_property
    def venue_names(self) -> Mapping[int, str]:
        venues = {place.venue_id for place in self.places.values() if place.venue_id is not None}
        return dict(Venue.objects.filter(pk__in=venues).values_list("pk", "name"))

    def label_of(self, row: Row) -> str:
        """The name of a row in the reader's language: "all", a venue, a tier, or the strata of a group."""
        match row.cut.kind:
            case "whole":
                return _("All who were drawn")
            case "open":
                return _("Answers without an invitation")
            case "venue":
                return self.venue_names.get(int(row.cut.key), "–")
            case "tier":
                return row.cut.key
            case _:
                return self._strata(row)

    def _strata(self, row: Row) -> str:
        """Venue by venue the tiers of a group."""
        tiers: dict[str, list[str]] = {}
        without = _("no tier") if any(place.tier for place in self.places.values()) else ""
        for group in self.kept["groups"]:
            for ordinal in group["ordinals"] if group["number"] in row.cut.numbers else ():
                place = self.places[ordinal]
                venue = self.venue_names.get(place.venue_id, "") if place.venue_id is not None else ""
                tiers.setdefault(venue, []).append(place.tier or without)
        parts = [" · ".join(filter(None, (venue, " + ".join(filter(None, each))))) for venue, each in tiers.items()]
        return "; ".join(filter(None, parts)) or _("All who were drawn")


def result_of(wave: Wave) -> Result | None:
    """What is kept of a wave; ``None`` until it is counted."""
    kept = WaveResult.objects.filter(wave=wave).first()
    return None if kept is None else Result(wave, kept.sha256, kept.counted_at, kept.figures)


def results_before(wave: Wave, *, most: int = 8) -> list[Result]:
    """The counted waves of the same contract (or, without one, of the same questionnaire) up to this one, in order."""
    same = Wave.objects.filter(party=wave.party_id, first_day__lte=wave.first_day)
    if wave.contract_id is not None:
        same = same.filter(contract=wave.contract_id)
    elif wave.version is not None:
        same = same.filter(contract=None, version__questionnaire=wave.version.questionnaire_id)
    kept = WaveResult.objects.filter(wave__in=same).select_related("wave__version").order_by("-wave__first_day", "-pk")
    return [Result(each.wave, each.sha256, each.counted_at, each.figures) for each in kept[:most]][::-1]
