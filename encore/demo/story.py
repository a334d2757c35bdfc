from datetime import datetime, timedelta

from deadlines.domain.sweep import sweep_all
from encore.demo import (
    aftermath,
    agreement,
    asking,
    calendar,
    floor,
    guests,
    handling,
    hours,
    members,
    members_bills,
    members_care,
    members_points,
    members_retention,
    money,
    nights,
    papers,
    people,
    spending,
    surveys_answers,
    surveys_designing,
    surveys_results,
    surveys_waves,
    talking,
    turns,
)
from encore.demo.people import Cast


def tell(now: datetime) -> Cast:
    """Write the whole demo: parties, contracts, complaints in every stage, a breach with its paid invoice."""
    cast = people.gather(now)
    running = agreement.signed_contract(cast, at=now - timedelta(days=135))
    calendar.keep_calendar(cast, running, now=now)
    papers.keep_papers(cast, running, now=now)
    asking.ask_and_answer(cast, running, now=now)
    money.invoice_fee(cast, running)
    late = nights.late_one(cast, at=now - timedelta(days=32))
    money.bill_and_pay(cast, late)
    aftermath.settle_lateness(cast, running, now=now)
    hours.keep_hours(cast)
    members_points.make_rules(cast)
    told = nights.tell_story(cast)
    floor.keep_phones(cast)
    turns.take_turns(cast)
    hours.be_away(cast)
    handling.write_rules(cast)
    for complaint in told:
        handling.find_causes(cast, complaint)
    handling.handle(cast, quarrel=told[7], served=told[0])
    spending.spend(cast)
    talking.talk(cast, told)
    guests.let_guests_speak(cast)
    members.keep_members(cast)
    members_bills.spend_nights(cast)
    members_retention.close_months(cast)
    surveys_designing.write_questionnaires(cast)
    agreement.waiting_contract(cast, at=now - timedelta(days=2))
    members_care.care_for_members(cast)
    surveys_answers.remember_answers(cast)
    surveys_waves.run_waves(cast, running)
    surveys_results.better_things(cast)
    sweep_all(now)
    members_points.serve(cast)
    return cast
