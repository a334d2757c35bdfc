from datetime import date, datetime, timedelta

import pytest

from contracts.domain.in_force import terms_for_venue
from contracts.domain.life.amending import start_amendment
from contracts.domain.life.ending import END_JOB, NEAR_END_JOB, end_of, expiring_from, pass_moments, sweep_ends
from contracts.domain.terms.values import SHANGHAI, DateValue, Months, TermValue, Years
from contracts.models import Contract
from foundation import jobs
from foundation.models import AuditEntry, Job
from parties.models import Message
from tests.contracts import lives
from tests.contracts.drafts import Desk
from tests.contracts.lives import AT

pytestmark = pytest.mark.django_db
NEAR = datetime(2027, 2, 2, tzinfo=SHANGHAI)
END = datetime(2027, 3, 3, tzinfo=SHANGHAI)
TICK = timedelta(microseconds=1)


def state(desk: Desk) -> str:
    return Contract.objects.get(pk=desk.contract.pk).state


def told(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=kind).values_list("user", flat=True))


@pytest.mark.parametrize(
    ("began", "values", "last_day", "near"),
    [
        (date(2026, 3, 2), {"term_years": Years(1), "renewal_notice": Months(1)}, "2027-03-02", "2027-02-02"),
        (date(2027, 2, 28), {"term_years": Years(1), "renewal_notice": Months(1)}, "2028-02-28", "2028-01-28"),
        (date(2028, 2, 29), {"term_years": Years(1), "renewal_notice": Months(1)}, "2029-02-28", "2029-01-28"),
        (date(2026, 3, 31), {"term_years": Years(1), "renewal_notice": Months(1)}, "2027-03-31", "2027-02-28"),
        (date(2027, 3, 31), {"term_years": Years(1), "renewal_notice": Months(1)}, "2028-03-31", "2028-02-29"),
        (date(2026, 3, 2), {"term_years": Years(2), "renewal_notice": Months(3)}, "2028-03-02", "2027-12-02"),
        (date(2026, 3, 2), {"end_date": DateValue(date(2026, 12, 31))}, "2026-12-31", None),
        (date(2026, 3, 2), {}, None, None),
    ],
)
def test_the_end_and_the_talk_before_it_follow_from_the_terms(
    began: date, values: dict[str, TermValue | None], last_day: str | None, near: str | None
) -> None:
    effective_at = datetime(began.year, began.month, began.day, 15, tzinfo=SHANGHAI)
    ends_at = end_of(values, effective_at)
    day_before = (ends_at - TICK).astimezone(SHANGHAI).date().isoformat() if ends_at else None
    assert day_before == last_day
    expiring_at = expiring_from(values, ends_at)
    assert (expiring_at.isoformat() if expiring_at else None) == (f"{near}T00:00:00+08:00" if near else None)


def test_a_contract_nears_its_end_and_ends_by_its_jobs_and_both_sides_are_told_once() -> None:
    desk = lives.running()
    assert (desk.contract.expiring_at, desk.contract.ends_at) == (NEAR, END)
    people = sorted([desk.manager.pk, desk.owner.pk])
    jobs.run_due(at=NEAR - TICK)
    assert (state(desk), told("contracts.expiring")) == ("effective", [])
    jobs.run_due(at=NEAR)
    assert (state(desk), told("contracts.expiring")) == ("expiring", people)
    jobs.run_due(at=END - TICK)
    assert (state(desk), told("contracts.expired")) == ("expiring", [])
    jobs.run_due(at=END)
    assert (state(desk), told("contracts.expired")) == ("expired", people)
    for moment in (NEAR, END, END + timedelta(days=9)):
        pass_moments(desk.contract.pk, at=moment)
    assert (state(desk), told("contracts.expiring"), told("contracts.expired")) == ("expired", people, people)
    moves = AuditEntry.objects.filter(table_name="contracts_contract", row_id=str(desk.contract.pk), actor="system")
    states = [(entry.after or {}).get("state") for entry in moves.order_by("id")]
    assert [state for state in states if state] == ["expiring", "expired"]


def test_an_ended_contract_still_has_terms_for_what_happened_before() -> None:
    desk = lives.running()
    sweep_ends(END + timedelta(days=1))
    assert state(desk) == "expired"
    before = terms_for_venue(desk.venue.pk, END - TICK)
    assert before is not None
    assert before.contract_id == desk.contract.pk
    assert terms_for_venue(desk.venue.pk, END) is None


def test_the_sweep_catches_contracts_whose_jobs_were_lost() -> None:
    near, over, running = lives.running(), lives.running(at=AT - timedelta(days=40)), lives.running()
    Contract.objects.filter(pk=running.contract.pk).update(ends_at=END + timedelta(days=90), expiring_at=None)
    Job.objects.filter(kind__in=[NEAR_END_JOB, END_JOB]).delete()
    assert sweep_ends(NEAR) == 2
    assert [state(each) for each in (near, over, running)] == ["expiring", "expired", "effective"]
    assert sweep_ends(NEAR) == 0


def test_jobs_of_moved_moments_do_nothing() -> None:
    desk = lives.running()
    Contract.objects.filter(pk=desk.contract.pk).update(ends_at=END + timedelta(days=90), expiring_at=END)
    jobs.run_due(at=NEAR)
    assert state(desk) == "effective"
    jobs.run_due(at=END)
    assert state(desk) == "expiring"


def test_what_is_on_its_way_when_the_contract_ends_is_given_up() -> None:
    desk = lives.running()
    start_amendment(desk.contract.pk, by=desk.drafter, at=AT)
    pass_moments(desk.contract.pk, at=END)
    assert (state(desk), desk.version.state) == ("expired", "dropped")


def test_two_sweeps_at_once_tell_everybody_once() -> None:
    desk = lives.running()
    for _sweep in range(2):
        pass_moments(desk.contract.pk, at=END)
    assert len(told("contracts.expired")) == 2
