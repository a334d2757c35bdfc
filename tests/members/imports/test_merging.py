"""Two members who are one person: what goes over, what comes back, and what cannot be merged."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from members.domain.bills.recording import record_bill
from members.domain.care.contacting import agreed_channels
from members.domain.imports.duplicates import say_two_people
from members.domain.imports.merging import merge_members, take_apart
from members.domain.registry.changing import change_member
from members.domain.registry.consents import Word, consents_of, record_consents
from members.domain.registry.timeline import timeline_of
from members.models import Member, MemberMerge, TwoPeople
from parties.domain.roles import Role
from tests import factories
from tests.complaints.refused import refused
from tests.members.bills.factories import LATER, billed, new_bill
from tests.members.factories import NOW, at_work, enrolled

pytestmark = pytest.mark.django_db


def test_bills_and_recommendations_go_over_and_come_home_but_what_came_since_stays() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    kept, gone = enrolled(venue, number="K"), enrolled(venue, number="G")
    friend = enrolled(venue, number="F", referrer_id=gone.pk)
    before = billed(venue, by=by, card="G")
    merge = merge_members(kept.pk, gone.pk, by=by, at=NOW)
    assert {source: ids for source, ids in merge.moved.items() if source in ("bills", "referred")} == {
        "bills": [before.pk],
        "referred": [friend.pk],
    }
    since = billed(venue, by=by, number="A2", card="G")  # the old card still opens the door
    for row in (before, since, friend, gone):
        row.refresh_from_db()
    assert {before.member, since.member, friend.referrer, gone.merged_into} == {kept}
    assert not record_bill(new_bill(venue, card="G"), by=by, at=LATER).is_new
    take_apart(merge.pk, by=by, at=LATER)
    for row in (before, since, friend, gone):
        row.refresh_from_db()
    assert (before.member, since.member, friend.referrer, gone.state) == (gone, kept, gone, "active")
    with refused("members.merge_undone"):
        take_apart(merge.pk, by=by, at=LATER)


def test_a_refund_of_a_bill_that_went_over_is_of_who_was_kept_and_they_part_no_more() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    kept, gone = enrolled(venue, number="K"), enrolled(venue, number="G")
    billed(venue, by=by, card="G")
    merge = merge_members(kept.pk, gone.pk, by=by, at=NOW)
    assert billed(venue, by=by, number="R1", refund_of="A1", amount_fen=1).member == kept
    assert next(each.note for each in timeline_of(kept, by=by) if each.icon.startswith("receipt")).endswith("R1")
    with refused("members.merge_refunded"):
        take_apart(merge.pk, by=by, at=LATER)
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_only_two_active_members_of_one_house_are_merged_by_its_people() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    first, second, third = (enrolled(venue) for _each in range(3))
    theirs = enrolled(factories.venue(factories.party()))
    merge_members(first.pk, second.pk, by=by, at=NOW)
    for kept, gone, code in (
        (first, first, "members.merge_target"),
        (second, third, "members.merge_target"),
        (third, second, "members.merge_target"),
        (third, first, "members.merge_holds_others"),
        (first, theirs, "parties.not_yours"),
    ):
        with refused(code):
            merge_members(kept.pk, gone.pk, by=by, at=NOW)
    with refused("parties.not_yours"):
        merge_members(first.pk, third.pk, by=at_work(venue, Role.FLOOR), at=NOW)
    with refused("parties.not_yours"):
        take_apart(MemberMerge.objects.get().pk, by=at_work(theirs.venue), at=NOW)  # type: ignore[arg-type]


def test_a_consent_that_was_taken_back_is_not_given_again_by_a_merge() -> None:
    venue = factories.venue(factories.party())
    by, kept, gone = at_work(venue), enrolled(venue), enrolled(venue)

    def say(member: Member, channel: str, given: bool, days: int) -> None:
        said = [Word(channel, "marketing", given)]
        record_consents(member.pk, said, way="call", by=by, at=NOW + timedelta(days=days))

    for channel in ("sms", "email", "phone"):
        say(kept, channel, given=True, days=1)
    say(gone, "sms", given=False, days=2)
    say(gone, "email", given=False, days=0)
    say(gone, "phone", given=False, days=2)
    say(gone, "phone", given=True, days=3)
    say(gone, "wechat", given=False, days=0)
    merge = merge_members(kept.pk, gone.pk, by=by, at=NOW)
    assert agreed_channels([kept.pk], "marketing") == {kept.pk: {"email", "phone"}}
    no = consents_of([kept.pk])[kept.pk]["sms", "marketing"]
    assert (no.way, no.user_id, no.at) == ("call", by.user_id, NOW + timedelta(days=2))
    take_apart(merge.pk, by=by, at=LATER)
    assert agreed_channels([kept.pk], "marketing") == {kept.pk: {"email", "phone"}}


def test_nobody_comes_to_have_recommended_themself_by_a_merge() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    gone = enrolled(venue)
    friend = enrolled(venue, referrer_id=gone.pk)
    for kept in (enrolled(venue, referrer_id=gone.pk), enrolled(venue, referrer_id=friend.pk)):
        own = kept.referrer_id
        merge = merge_members(kept.pk, gone.pk, by=by, at=NOW)
        kept.refresh_from_db()
        friend.refresh_from_db()
        assert (kept.referrer, friend.referrer, merge.moved["own_referrer"]) == (None, kept, [own])
        take_apart(merge.pk, by=by, at=LATER)
        kept.refresh_from_db()
        friend.refresh_from_db()
        assert (kept.referrer_id, friend.referrer) == (own, gone)


def test_a_recommendation_that_would_lead_in_a_circle_stays_when_two_part() -> None:
    venue = factories.venue(factories.party())
    by, kept, other = at_work(venue), enrolled(venue), enrolled(venue)
    gone = enrolled(venue, referrer_id=other.pk)
    friend = enrolled(venue, referrer_id=gone.pk)
    merge = merge_members(kept.pk, gone.pk, by=by, at=NOW)
    change_member(other.pk, {"referrer_id": friend.pk}, by=by, at=NOW)
    take_apart(merge.pk, by=by, at=LATER)
    friend.refresh_from_db()
    assert friend.referrer == kept


def test_the_provider_judges_no_pair_of_the_house_it_serves() -> None:
    agreement = factories.effective_contract(at=NOW - timedelta(days=180))
    kept, gone = enrolled(agreement.venue), enrolled(agreement.venue)
    provider = factories.scope(factories.person(agreement.provider, Role.VENUE_MANAGER))
    assert Member.objects.within(provider, verb="members.merge").count() == 2
    with refused("members.not_yours"):
        merge_members(kept.pk, gone.pk, by=provider, at=NOW)
    with refused("members.not_yours"):
        say_two_people(kept.pk, gone.pk, by=provider, at=NOW)
    merge = merge_members(kept.pk, gone.pk, by=at_work(agreement.venue), at=NOW)
    with refused("parties.not_yours"):
        take_apart(merge.pk, by=provider, at=NOW)


@pytest.mark.database
def test_a_merge_stays_as_it_was_but_for_its_undoing() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue)
    merge = merge_members(enrolled(venue).pk, enrolled(venue).pk, by=by, at=NOW)
    for change, match in (
        ("moved = '{}'", "stays as it is"),
        ("undone_at = now()", "merge_undone_by_somebody"),
        ("undone_at = '2020-01-01', undone_by_id = merged_by_id", "merge_undone_by_somebody"),
    ):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            connection.cursor().execute(f"UPDATE members_membermerge SET {change}")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        merge.delete()
    for kept, gone, match in (
        (merge.kept_id, merge.kept_id, "merge_of_two_members"),
        (merge.kept_id, merge.gone_id, "member_merged_away_once"),
    ):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            MemberMerge.objects.create(kept_id=kept, gone_id=gone, merged_by_id=merge.merged_by_id, merged_at=NOW)
    said = {"said_by_id": merge.merged_by_id, "said_at": NOW}
    TwoPeople.objects.create(first_id=merge.kept_id, second_id=merge.gone_id, **said)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        TwoPeople.objects.all().delete()
    for pair, match in (
        ((merge.gone_id, merge.kept_id), "two_people_in_order"),
        ((merge.kept_id, merge.gone_id), "once"),
    ):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            TwoPeople.objects.create(first_id=pair[0], second_id=pair[1], **said)
