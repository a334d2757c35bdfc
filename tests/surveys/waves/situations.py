"""Contracts whose surveys run, and members who can be drawn."""

from datetime import datetime

from contracts.models import Occurrence
from members.domain.points.tier_rules import make_table
from members.domain.registry.consents import Word, record_consents
from members.models import Member, MemberTier, Tier, TierChange
from parties.domain.scope import SYSTEM, writing
from parties.models import Venue
from surveys.domain.waves.planning import plan_waves
from surveys.models import Wave
from tests.contracts.calendars import at, running
from tests.factories import Agreement
from tests.members.factories import at_work, enrolled
from tests.members.points.makers import TIERS
from tests.surveys.factories import frozen
from tests.worlds import world

BEGUN = at("2026-03-01")
"""The first period of three months runs from this day to 1 June (the same day of the month, art. 202)."""
OPENS = datetime.fromisoformat("2026-05-12T00:00:00+08:00")
"""Fourteen days that end a week before the period does."""


@world
def surveyed(count: int = 12, form_id: str = "loyalty") -> tuple[Agreement, list[Member]]:
    """A contract with a survey every three months, run by the client, who has frozen a questionnaire; its members."""
    agreement = running(form_id, survey_sample="8")
    frozen(agreement.client)
    members = [
        enrolled(agreement.venue, phone="", name=f"客{number}", email=f"ke{number}@example.com")
        for number in range(count)
    ]
    return agreement, members


def planned(agreement: Agreement, *, moment: datetime = BEGUN) -> Wave:
    """Its first wave, planned by the beat."""
    plan_waves(at=moment)
    return Wave.objects.get(contract=agreement.contract)


def agreed(member: Member, venue: Venue, *, channel: str = "email", given: bool = True) -> None:
    """The member says whether they may be asked by this channel."""
    record_consents(member.pk, [Word(channel, "survey", given)], way="in_person", by=at_work(venue), at=BEGUN)


def tiered(members: list[Member], agreement: Agreement) -> None:
    """They have reached the first tier, 银卡."""
    by = at_work(agreement.venue)
    table = make_table(agreement.client.pk, TIERS, window_months=12, starts_date=BEGUN.date(), by=by, at=BEGUN)
    tier = Tier.objects.get(party=agreement.client, rank=1)
    with writing(SYSTEM):
        MemberTier.objects.bulk_create(MemberTier(member=member) for member in members)
        counted = {"spend_fen": 100_000, "visits": 1, "points": 0, "cause": "reached", "at": BEGUN, "table": table}
        for member in members:
            TierChange.objects.create(member=member, to_tier=tier, **counted)


def settled(wave: Wave, **changes: object) -> Wave:
    """The wave with other settings, as rows."""
    with writing(SYSTEM):
        Wave.objects.filter(pk=wave.pk).update(**changes)
    wave.refresh_from_db()
    return wave


def first_period(agreement: Agreement) -> Occurrence:
    """The period of which the first wave is."""
    return Occurrence.objects.filter(contract=agreement.contract, series="survey").order_by("first_day", "pk")[0]
