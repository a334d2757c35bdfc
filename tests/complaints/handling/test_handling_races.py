"""Two approvers, double clicks and rivals for the last yuan, at once."""

import threading

import pytest
from django.db import IntegrityError

from complaints.domain.handling import compensation, proposing
from complaints.domain.handling.compensation import decide, pay
from complaints.domain.handling.proposing import propose
from complaints.models import Compensation, Complaint
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.complaints.factories import NOW, house, logged
from tests.complaints.handling.makers import asked, proposal, rules
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_approvers_at_once_decide_it_once_and_it_is_paid_once() -> None:
    ktv = house()
    rules(ktv)
    row = asked(ktv, logged(ktv))
    approvers = [ktv.scope(Role.ACCOUNT_MANAGER)]
    approvers += [factories.scope(factories.person(ktv.provider, Role.ACCOUNT_MANAGER)) for _ in range(3)]
    verbs = ("approve", "reject", "approve", "reject")
    answers = at_once(4, lambda n: decide(row.pk, verbs[n], by=approvers[n], at=NOW, words="x").state)
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    [said] = [answer for answer in answers if isinstance(answer, str)]
    row.refresh_from_db()
    assert row.state == said
    other = asked(ktv, logged(ktv), "50")
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    answers = at_once(4, lambda _: pay(other.pk, by=by, at=NOW).state)
    assert [answer for answer in answers if isinstance(answer, str)] == ["paid"]


def test_control_approvers_who_only_look_decide_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ktv = house()
    rules(ktv)
    row = asked(ktv, logged(ktv))
    all_have_looked = threading.Barrier(2)

    class Looking:
        def move(self, model: type[Compensation], pk: int, verb: str, check: object, **changes: object) -> Compensation:
            found = model.objects.get(pk=pk, state="proposed")
            all_have_looked.wait(20)
            return found

    monkeypatch.setattr(compensation, "COMPENSATION", Looking())
    monkeypatch.setattr(compensation, "locked", lambda _complaint_id: None)  # sums wait for each other there
    by = ktv.scope(Role.ACCOUNT_MANAGER)
    answers = at_once(2, lambda _: decide(row.pk, "approve", by=by, at=NOW))
    assert [isinstance(answer, Compensation) for answer in answers] == [True, True]


def test_a_double_click_asks_once_and_rivals_share_the_cap() -> None:
    ktv = house()
    rules(ktv, cap="200")
    complaint, by = logged(ktv), ktv.scope(Role.CUSTOMER_SERVICE)
    said = proposal("90")
    answers = at_once(4, lambda _: propose(complaint.pk, said, by=by, at=NOW).pk)
    assert len(set(answers)) == 1
    answers = at_once(4, lambda _: propose(complaint.pk, proposal("90"), by=by, at=NOW).pk)
    assert sum(isinstance(answer, Refused) and answer.code == "complaints.above_cap" for answer in answers) == 3
    assert Compensation.objects.count() == 2


def test_control_without_the_lock_the_database_stops_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    ktv = house()
    rules(ktv, cap="100")
    complaint, by = logged(ktv), ktv.scope(Role.CUSTOMER_SERVICE)
    all_have_looked = threading.Barrier(2)
    judge = proposing.judge

    def looked(*args: object) -> object:
        found = judge(*args)  # type: ignore[arg-type]
        all_have_looked.wait(20)
        return found

    monkeypatch.setattr(proposing, "locked", lambda pk: Complaint.objects.select_related("venue").get(pk=pk))
    monkeypatch.setattr(proposing, "judge", looked)
    answers = at_once(2, lambda _: propose(complaint.pk, proposal("90"), by=by, at=NOW).pk)
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 1
    assert Compensation.objects.count() == 1
