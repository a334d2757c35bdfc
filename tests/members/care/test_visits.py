"""Return visits: the list, what came of each, and the duty that they show done."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from contracts.models import Fulfilment, Obligation, ObligationEvidence
from foundation.audit import writing
from members.domain.care.visit_evidence import keep_by_visits
from members.domain.care.visit_handing import hand_over, holders
from members.domain.care.visit_plans import Figures, NewPlan, close_plan, duties_of, figures_of, make_plan
from members.domain.care.visiting import Report, report_visit, words_of
from members.domain.offers.segments import keep_segment
from members.domain.registry.consents import consents_of
from members.models import Segment, Visit, VisitAttempt, VisitPlan
from parties.domain.messages import render
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Message, User, Venue
from tests import factories
from tests.contracts.calendars import running
from tests.members.care.factories import agree, friend
from tests.members.factories import NOW, at_work, enrolled
from tests.members.refusing import refusing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def everybody(venue: Venue) -> Segment:
    """A segment of all members of a venue, made once."""
    kept = Segment.objects.filter(venue=venue).first()
    return kept or keep_segment("全部", [], party_id=venue.party_id, venue_id=venue.pk, by=at_work(venue), at=NOW)


def desk(venue: Venue) -> User:
    """Somebody of the venue's party who does visits."""
    return factories.person(venue.party, Role.CUSTOMER_SERVICE)


def plan_of(venue: Venue, people: list[User], *, by: Scope | None = None, duty: Obligation | None = None) -> VisitPlan:
    said = NewPlan(
        venue.pk,
        *NOVEMBER,
        people=[person.pk for person in people],
        segment_id=everybody(venue).pk,
        obligation_id=duty.pk if duty else None,
    )
    return make_plan(said, by=by or at_work(venue), at=NOW)


def test_a_list_is_shared_out_done_and_closed_with_honest_figures() -> None:
    venue = factories.venue(factories.party())
    enrolled(venue)  # never agreed to be called
    members = [friend(venue) for _each in range(5)]
    people = [desk(venue), desk(venue)]
    plan = plan_of(venue, people)
    assert figures_of(plan) == Figures(open=5, done=0, unreached=0, dropped=0, left_out=1)
    visits = list(plan.visits.order_by("pk"))
    assert [visit.assigned_to_id for visit in visits] == [people[turn % 2].pk for turn in range(5)]

    by = factories.scope(people[0])
    with refusing("members.visit_words_missing", "words"):
        report_visit(visits[0].pk, Report("wish", "。"), by=by, at=NOW)
    with refusing("members.next_in_past", "next_date"):
        report_visit(visits[0].pk, Report("not_reached", "", NOW.date() - DAY), by=by, at=NOW)
    with refusing("parties.not_yours"):
        report_visit(visits[0].pk, Report("reached"), by=at_work(factories.venue(factories.party())), at=NOW)
    report_visit(visits[0].pk, Report("not_reached", "", NOW.date() + DAY), by=by, at=NOW)
    attempt = report_visit(visits[0].pk, Report("wish", "想要靠窗的包房"), by=by, at=NOW + DAY)
    assert attempt.words_enciphered is not None
    assert "靠窗".encode() not in bytes(attempt.words_enciphered)
    assert words_of([attempt], members[0]) == {attempt.pk: "想要靠窗的包房"}
    with refusing("foundation.not_allowed_now"):
        report_visit(visits[0].pk, Report("reached"), by=by, at=NOW)

    report_visit(visits[1].pk, Report("declined"), by=by, at=NOW)
    assert not any(
        word.given for (channel, _p), word in consents_of([members[1].pk])[members[1].pk].items() if channel == "phone"
    )
    agree(members[2], venue, given=False)
    with refusing("members.visit_not_wanted"):
        report_visit(visits[2].pk, Report("reached"), by=by, at=NOW)
    close_plan(plan.pk, by=at_work(venue), at=NOW)
    assert figures_of(plan) == Figures(open=0, done=1, unreached=3, dropped=1, left_out=1)
    with refusing("members.plan_closed"):
        report_visit(visits[3].pk, Report("reached"), by=by, at=NOW)
    with refusing("members.plan_closed"):
        close_plan(plan.pk, by=at_work(venue), at=NOW)
    with refusing("members.plan_without_duty"):
        keep_by_visits(plan.pk, by=at_work(venue), at=NOW)


def test_visits_are_handed_to_somebody_else_of_the_same_side(client: Client) -> None:
    venue = factories.venue(factories.party())
    for _each in range(5):
        friend(venue)
    ill, well, by = desk(venue), desk(venue), at_work(venue)
    plan = plan_of(venue, [ill, well])
    first, second, _third = plan.visits.filter(assigned_to=ill).order_by("pk")
    report_visit(first.pk, Report("reached"), by=by, at=NOW)

    def handed(to: User, ids: list[int] | None = None, *, whose: User = ill, by: Scope = by) -> int:
        return hand_over(plan.pk, from_id=whose.pk, to_id=to.pk, visit_ids=ids, by=by, at=NOW)

    stranger = desk(factories.venue(factories.party()))
    for wrong in (stranger, ill):
        with refusing("members.person_elsewhere", "to"):
            handed(wrong)
    with refusing("parties.not_yours"):
        handed(well, by=factories.scope(stranger))
    with refusing("parties.not_yours"):
        handed(well, whose=stranger)
    with refusing("members.nothing_to_hand_over", "visits"):
        handed(well, [first.pk])
    assert [handed(well, [second.pk]), [(each.pk, count) for each, count in holders(plan, by=by)]] == [
        1,
        sorted([(ill.pk, 1), (well.pk, 3)], key=lambda row: (User.objects.get(pk=row[0]).name, row[0])),
    ]
    client.force_login(ill)
    address = reverse("members:visit-plan-hand", args=[plan.pk])
    page = client.get(f"{address}?of={well.pk}").content.decode()
    assert "张三" not in page
    assert page.count('name="visits"') == 3
    assert client.post(f"{address}?of={well.pk}", {"to": ill.pk}).status_code == 422
    assert client.post(f"{address}?of={well.pk}", {"to": ill.pk, "which": "all"}).status_code == 302
    assert [(each, count) for each, count in holders(plan, by=by)] == [(ill, 4)]
    told = Message.objects.get(kind="visits.handed_over")  # nobody is told of what they took themselves
    assert (told.user, render(told, language="en").subject) == (well, f"1 return visit of {ill.name} is yours now")
    close_plan(plan.pk, by=by, at=NOW)
    with refusing("members.plan_closed"):
        handed(well)
    assert client.get(address).status_code == 404


def test_one_side_does_not_share_out_the_others_visits() -> None:
    agreement = running("ktv-1")
    venue, provider = agreement.venue, factories.scope(agreement.account_manager)
    friend(venue)
    plan = plan_of(venue, [agreement.account_manager], by=provider)
    ours = at_work(venue)
    assert (holders(plan, by=ours), len(holders(plan, by=provider))) == ([], 1)
    with refusing("parties.not_yours"):
        whose, to_id = agreement.account_manager.pk, desk(venue).pk
        hand_over(plan.pk, from_id=whose, to_id=to_id, visit_ids=None, by=ours, at=NOW)


def test_a_plan_wants_people_of_the_house_and_somebody_to_visit() -> None:
    venue = factories.venue(factories.party())
    with refusing("members.nobody_to_visit"):
        plan_of(venue, [desk(venue)])
    friend(venue)
    with refusing("members.person_elsewhere", "people"):
        plan_of(venue, [desk(factories.venue(factories.party()))])
    with refusing("members.venue_unknown", "venue"):
        plan_of(venue, [desk(venue)], by=at_work(factories.venue(factories.party())))


def test_closed_visits_keep_the_duty_of_the_contract_and_count_the_unreached() -> None:
    agreement = running("ktv-1")
    venue, by = agreement.venue, factories.scope(agreement.account_manager)
    (duty,) = duties_of([venue.pk], by=by)
    assert not duties_of([venue.pk], by=factories.scope(agreement.owner))  # the other side owes no visits
    reached, unreached = friend(venue), friend(venue)
    plan = plan_of(venue, [agreement.account_manager], by=by, duty=duty)
    assert (plan.from_date, plan.until_date) == (duty.occurrence.first_day, duty.occurrence.last_day)
    with refusing("members.duty_planned", "obligation"):
        plan_of(venue, [agreement.account_manager], by=by, duty=duty)
    report_visit(plan.visits.get(member=reached).pk, Report("reached"), by=by, at=NOW)
    with refusing("members.plans_open"):
        keep_by_visits(plan.pk, by=by, at=NOW)
    close_plan(plan.pk, by=by, at=NOW)
    with refusing("contracts.not_debtor"):
        keep_by_visits(plan.pk, by=factories.scope(agreement.owner), at=NOW)
    keep_by_visits(plan.pk, by=by, at=NOW)
    assert Fulfilment.objects.filter(obligation=duty).exists()
    shown = ObligationEvidence.objects.get(obligation=duty)
    assert shown.file is not None
    with shown.file.open() as file:
        listed = file.read().decode()
    assert reached.number in listed
    assert unreached.number in listed
    assert "13800001234" not in listed
    assert "张三" not in listed
    assert listed.startswith(shown.text)


@pytest.mark.database
def test_the_database_keeps_visits_as_they_ended() -> None:
    venue = factories.venue(factories.party())
    member, stranger = friend(venue), friend(factories.venue(factories.party()))
    plan = plan_of(venue, [desk(venue)])
    visit = plan.visits.get()
    rows, plans = Visit.objects.filter(pk=visit.pk), VisitPlan.objects.filter(pk=plan.pk)
    user = visit.assigned_to
    tries: list[Callable[[], object]] = [
        lambda: Visit.objects.create(plan=plan, member=stranger, assigned_to=user),
        lambda: Visit.objects.create(plan=plan, member=member, assigned_to=user),
        lambda: rows.update(state="done"),
        lambda: rows.update(member=stranger),
        lambda: plans.update(left_out=0, until_date=date(2026, 1, 1)),
        lambda: plans.update(closed_at=NOW),
        lambda: VisitAttempt.objects.create(visit=visit, outcome="wish", at=NOW, user=user),
        rows.delete,
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), writing("test"):
            attempt()
    report_visit(visit.pk, Report("reached"), by=factories.scope(user), at=NOW)
    close_plan(plan.pk, by=at_work(venue), at=NOW)
    after: list[Callable[[], object]] = [
        lambda: rows.update(state="open", ended_at=None),
        lambda: plans.update(closed_at=None, closed_by=None),
        lambda: VisitAttempt.objects.update(outcome="not_reached"),
    ]
    for attempt in after:
        with pytest.raises(DatabaseError), transaction.atomic(), writing("test"):
            attempt()


def test_a_visit_is_reported_on_the_phone_and_a_complaint_leads_on(client: Client) -> None:
    venue = factories.venue(factories.party())
    friend(venue)
    person = factories.person(venue.party, Role.CUSTOMER_SERVICE)
    client.force_login(person)
    visit = plan_of(venue, [person]).visits.get()
    address = reverse("members:visit", args=[visit.pk])
    mine = client.get(reverse("members:visits")).content.decode()
    assert address in mine
    assert "13800001234" not in mine
    assert client.post(address, {"outcome": "complaint", "words": ""}).status_code == 422
    answer = client.post(address, {"outcome": "complaint", "words": "音响太吵"}, follow=True).content.decode()
    assert "音响太吵" in answer
    assert f"{reverse('complaints:log')}?venue={venue.pk}" in answer
    stranger = factories.person(factories.party(), Role.CUSTOMER_SERVICE)
    client.force_login(stranger)
    assert client.get(address).status_code == 404
