"""Which department answers for what a survey asks about, and telling them how it came out (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from parties.domain.duty import people_of
from parties.domain.messages import Rendered, Telling, tell
from parties.domain.roles import DEPARTMENTS, Role
from parties.domain.scope import Scope, writing
from parties.models import Message, Venue
from surveys.domain.results.estimating import Share
from surveys.domain.results.figures import Row
from surveys.models import Subject, Wave, WaveState

TOLD: Final = "surveys.results_for_department"
RUN: Final = "surveys.run"

SUBJECTS_OF: Final[Mapping[Role, tuple[Subject, ...]]] = {
    Role.CUSTOMER_SERVICE: (Subject.SERVICE, Subject.ATTITUDE, Subject.OVERALL),
    Role.HR: (Subject.ATTITUDE, Subject.SERVICE),
    Role.VENUE_MANAGER: (Subject.FACILITIES, Subject.SERVICE, Subject.OVERALL, Subject.OTHER),
    Role.MARKETING: (Subject.PRICE, Subject.PROMOTIONS, Subject.OVERALL),
    Role.PROMOTIONS: (Subject.DRINKS, Subject.PROMOTIONS),
}
"""Department → what it can better."""


@dataclass(frozen=True)
class Department:
    """A department with its subjects, the one rated lowest first."""

    role: Role
    subjects: list[tuple[Subject, Share]]

    @property
    def label(self) -> str | Promise:
        return self.role.label


def departments_of(row: Row) -> list[Department]:
    """Each department whose subjects were asked about."""
    found = [
        Department(role, sorted(_shares(row, subjects), key=lambda pair: pair[1].percent))
        for role, subjects in SUBJECTS_OF.items()
    ]
    return [each for each in found if each.subjects]


def send_to_departments(wave_id: int, *, by: Scope, at: datetime) -> int:
    """Tell the people of the departments, on the side that ran the wave, how it came out; each once. How many are told.

    Refused: ``parties.not_yours``, ``surveys.not_counted``.
    """
    with writing(by):
        wave = Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=wave_id)
        by.require_for(RUN, wave.party_id)
        if wave.state != WaveState.COUNTED:
            raise Refused("surveys.not_counted")
        people = people_of(party_id=wave.party_id, venue_ids=_venues(wave), roles=DEPARTMENTS)
        keys = {person.pk: f"{TOLD}:{wave.pk}:{person.pk}" for person in people}
        told = set(Message.objects.filter(key__in=keys.values()).values_list("key", flat=True))
        fresh = [Telling(user_id, TOLD, key, {"wave": wave.pk}) for user_id, key in keys.items() if key not in told]
        tell(fresh, at=at)
    return len(fresh)


def told_of(params: Mapping[str, int | str]) -> Rendered:
    """How that message reads."""
    wave = Wave.objects.filter(pk=int(params["wave"])).first()
    return Rendered(
        subject=_("How the survey came out: %(wave)s") % {"wave": wave.name if wave else "–"},
        body=_("See what was rated low in your field, and say what you will do about it and until when."),
        path=reverse("surveys:results", args=[int(params["wave"])]),
    )


def _shares(row: Row, subjects: tuple[Subject, ...]) -> list[tuple[Subject, Share]]:
    return [(subject, row.subjects[subject]) for subject in subjects if subject in row.subjects]


def _venues(wave: Wave) -> list[int]:
    """Of the contract those of the side that ran the wave too; without one all of the party's."""
    if wave.contract is not None:
        return list(wave.contract.venues.values_list("pk", flat=True))
    return list(Venue.objects.filter(party=wave.party_id).values_list("pk", flat=True))
