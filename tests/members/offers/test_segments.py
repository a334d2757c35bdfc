"""Picking members: typed criteria, and nothing else, reach the database."""

from datetime import date
from typing import Any

import pytest

from members.domain.offers.criteria import KINDS, checked
from members.domain.offers.segments import capped_count, keep_segment, members_of, picked
from members.domain.registry.consents import Word, record_consents
from members.domain.registry.profile import Birthday
from members.models import Segment
from parties.domain.roles import Role
from tests import factories
from tests.members.factories import NOW, at_work, enrolled
from tests.members.refusing import refusing

pytestmark = pytest.mark.django_db


def test_what_the_table_does_not_know_is_refused() -> None:
    ours, theirs = factories.venue(factories.party()), factories.venue(factories.party())
    wrong: list[Any] = [
        "birthday",
        [["kind", "new"]],
        [{"kind": "birthday", "months": ["8"], "raw": "1=1"}],
        [{"kind": "password", "like": "%"}],
        [{"kind": "new", "days": 7}, {"kind": "new", "days": 8}],
        [{"kind": "new", "days": 7}] * 21,
    ]
    for criteria in wrong:
        with refusing("members.criteria_wrong", "birthday" if "raw" in str(criteria) else None):
            checked(criteria, party_id=ours.party_id)
    values: list[tuple[str, str, Any]] = [
        ("birthday", "months", []),
        ("birthday", "months", ["13"]),
        ("birthday", "months", [8]),
        ("new", "days", "7"),
        ("new", "days", True),
        ("new", "days", 0),
        ("venue", "venues", [str(theirs.pk)]),
    ]
    for kind, field, value in values:
        with refusing("members.criteria_wrong", f"{kind}-{field}"):
            checked([{"kind": kind, field: value}], party_id=ours.party_id)
    said = [{"kind": "venue", "venues": [str(ours.pk)]}]
    assert checked(said, party_id=ours.party_id) == said


def test_criteria_pick_together_and_a_segment_follows_its_members() -> None:
    venue = factories.venue(factories.party())
    other = factories.venue(venue.party)
    by = at_work(venue, Role.MARKETING)
    august = enrolled(venue, birthday=Birthday(8, 15, "lunar"), joined_date=date(2026, 11, 10), source="event")
    enrolled(venue, birthday=Birthday(8, 3, "solar"), joined_date=date(2020, 1, 1), source="promoter")
    enrolled(other, birthday=Birthday(8, 3, "solar"), joined_date=date(2026, 11, 10), source="event")
    enrolled(factories.venue(factories.party()), birthday=Birthday(8, 3, "solar"))

    def numbers(*criteria: dict[str, Any], place: int | None = None) -> int:
        said = checked(list(criteria), party_id=venue.party_id)
        return capped_count(picked(said, party_id=venue.party_id, venue_id=place, at=NOW))

    born, new = {"kind": "birthday", "months": ["8"]}, {"kind": "new", "days": 30}
    assert [numbers(), numbers(born), numbers(born, new), numbers(born, new, place=venue.pk)] == [3, 3, 2, 1]
    assert numbers({"kind": "loyal", "days": 365}) == 1
    assert numbers({"kind": "source", "sources": ["event", "promoter"]}) == 3
    assert numbers({"kind": "venue", "venues": [str(other.pk)]}) == 1

    yes = {"kind": "consent", "channel": "sms", "purpose": "marketing"}
    segment = keep_segment("可发短信", [yes], party_id=venue.party_id, venue_id=None, by=by, at=NOW)
    assert members_of(segment, at=NOW).count() == 0
    for given, count in ((True, 1), (False, 0)):
        record_consents(august.pk, [Word("sms", "marketing", given)], way="in_person", by=by, at=NOW)
        assert members_of(segment, at=NOW).count() == count


def test_a_kind_that_is_gone_picks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    venue = factories.venue(factories.party())
    enrolled(venue)
    monkeypatch.delitem(KINDS, "new")
    assert picked([{"kind": "new", "days": 3000}], party_id=venue.party_id, venue_id=None, at=NOW).count() == 0


def test_who_works_at_a_venue_keeps_segments_of_it_alone() -> None:
    venue = factories.venue(factories.party())
    by, office = at_work(venue, Role.MARKETING, only_here=True), at_work(venue, Role.MARKETING)
    mine = keep_segment("本店", [], party_id=venue.party_id, venue_id=venue.pk, by=by, at=NOW)
    with refusing("members.venue_missing", "venue"):
        keep_segment("全部", [], party_id=venue.party_id, venue_id=None, by=by, at=NOW)
    with refusing("members.segment_taken", "name"):
        keep_segment("本店", [], party_id=venue.party_id, venue_id=venue.pk, by=by, at=NOW)
    whole = keep_segment("全部", [], party_id=venue.party_id, venue_id=None, by=office, at=NOW)
    assert set(Segment.objects.within(by, verb="offers.see")) == {mine}
    assert set(Segment.objects.within(office, verb="offers.see")) == {mine, whole}
