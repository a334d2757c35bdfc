"""Force majeure exempts as far as it hindered: the duties that were named, on the days that were accepted."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from contracts.domain.evidence.asking import Wanted
from contracts.domain.liability import force_majeure as fm
from contracts.domain.liability.recording import Failure, record_breach
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.domain.targets.verdicts import TARGET, Reading, periods_of
from contracts.models import Breach, ForceMajeure, HinderedDuty, Obligation
from deadlines.domain.pausing import Verdict, recompute
from deadlines.models import Deadline
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests import factories
from tests.contracts import packs
from tests.contracts.calendars import occurrence, running
from tests.contracts.evidence.test_evidence_sources import records
from tests.contracts.liabilities import NOW, SIGNED, paper, refused
from tests.contracts.liability.test_breaches import STARTED, breach_of
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 11), date(2026, 3, 14)
"""STARTED is on the 11th; what starts then is due 24 hours later, on the 12th."""


@pytest.fixture
def agreement() -> Agreement:
    return factories.effective_contract(at=SIGNED)


def claim(agreement: Agreement, duties: list[int] | None = None, **given: Any) -> ForceMajeure:
    """Claimed by the provider; without ``duties`` for all of them."""
    named: dict[str, Any] = {} if duties is None else {"covers": "named", "duties": duties}
    hindrance = fm.Hindrance(FIRST, LAST, given.pop("effect", "suspend"), "台风停业", [paper()], **named)
    by = factories.scope(agreement.account_manager)
    return fm.claim_force_majeure(agreement.contract.pk, hindrance, by=by, at=NOW)


def accept(agreement: Agreement, made: ForceMajeure, **days: Any) -> ForceMajeure:
    return fm.accept_force_majeure(made.pk, by=factories.scope(agreement.owner), at=NOW, **days)


def due(duty: Obligation) -> datetime:
    return Deadline.objects.get(pk=duty.deadline_id).due_at


def states(*breaches: Breach) -> list[str]:
    return [Breach.objects.get(pk=each.pk).state for each in breaches]


# ---------------------------------------------------------------------------------------------------- the duties named
def test_an_unnamed_duty_keeps_its_clock_and_the_named_one_is_suspended(agreement: Agreement) -> None:
    named, other = agreement.owe(2, started_at=STARTED)
    before = due(other)
    accept(agreement, claim(agreement, [named.pk]))
    assert due(other) == before
    assert due(named) == before + (datetime(2026, 3, 14, 16, tzinfo=UTC) - STARTED)
    moved = Deadline.objects.get(pk=named.deadline_id)
    assert recompute(moved, at=STARTED) == Verdict.stored(moved)


def test_the_breach_of_an_unnamed_duty_stays_also_when_it_is_proposed_later(agreement: Agreement) -> None:
    named, other = breach_of(agreement), breach_of(agreement)
    assert named.obligation is not None
    accept(agreement, claim(agreement, [named.obligation.pk]))
    late = breach_of(agreement, started_at=STARTED + timedelta(hours=1))
    assert states(named, other, late) == ["exempted", "proposed", "proposed"]


def test_only_own_duties_whose_time_ran_then_can_be_named(agreement: Agreement) -> None:
    [own] = agreement.owe(started_at=STARTED)
    [later] = agreement.owe(started_at=STARTED + timedelta(days=5))
    [foreign] = factories.effective_contract(at=SIGNED).owe(started_at=STARTED)
    for duties in ([foreign.pk], [own.pk, foreign.pk], [later.pk], [own.pk, 999_999]):
        with refused("contracts.hindered_duty_wrong"):
            claim(agreement, duties)
    with refused("contracts.hindered_duty_missing"):
        claim(agreement, [])
    across = fm.Hindrance(FIRST, LAST, "suspend", "台风停业", [paper()], "named", [own.pk])
    with refused("contracts.hindered_duty_wrong"):
        fm.claim_force_majeure(agreement.contract.pk, across, by=factories.scope(agreement.owner), at=NOW)
    assert not ForceMajeure.objects.exists()


# --------------------------------------------------------------------------------------------------- the days accepted
def test_accepted_days_alone_move_clocks_and_exempt(agreement: Agreement) -> None:
    [duty] = agreement.owe(started_at=STARTED + timedelta(days=2))
    early, late = breach_of(agreement), breach_of(agreement, started_at=STARTED + timedelta(days=1))
    before = due(duty)
    made = accept(agreement, claim(agreement), first_day=date(2026, 3, 13), last_day=date(2026, 3, 13))
    assert states(early, late) == ["proposed", "exempted"]
    assert due(duty) == before + (datetime(2026, 3, 13, 16, tzinfo=UTC) - (STARTED + timedelta(days=2)))
    claimed = datetime(2026, 3, 10, 16, tzinfo=UTC), datetime(2026, 3, 14, 16, tzinfo=UTC)
    assert (made.first_at, made.until_at, made.is_accepted_in_part) == (*claimed, True)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"first_day": date(2026, 3, 10)}, "contracts.days_beyond_claim"),
        ({"last_day": date(2026, 3, 15)}, "contracts.days_beyond_claim"),
        ({"first_day": date(2026, 3, 15)}, "contracts.days_beyond_claim"),
        ({"last_day": date(2026, 3, 10)}, "contracts.days_beyond_claim"),
        ({"first_day": date(2026, 3, 13), "last_day": date(2026, 3, 12)}, "contracts.days_out_of_order"),
        ({"last_day": date.max}, "foundation.day_out_of_range"),
    ],
)
def test_days_outside_the_claim_are_refused(agreement: Agreement, days: dict[str, date], code: str) -> None:
    made = claim(agreement)
    with pytest.raises(Refused) as caught:
        accept(agreement, made, **days)
    assert (caught.value.code, ForceMajeure.objects.get().state) == (code, "claimed")


def test_accepted_as_it_was_claimed_it_is_whole(agreement: Agreement) -> None:
    made = accept(agreement, claim(agreement), first_day=FIRST, last_day=LAST)
    assert (made.accepted_first_at, made.accepted_until_at) == (made.first_at, made.until_at)
    assert not made.is_accepted_in_part


def test_what_was_due_by_the_end_of_the_last_day_is_hindered_and_what_was_due_before_the_first_is_not(
    agreement: Agreement,
) -> None:
    begins, ends = datetime(2026, 3, 10, 16, tzinfo=UTC), datetime(2026, 3, 14, 16, tzinfo=UTC)
    before, last = (breach_of(agreement, started_at=moment - timedelta(hours=24)) for moment in (begins, ends))
    accept(agreement, claim(agreement))
    assert [each.occurred_at for each in (before, last)] == [begins, ends]
    assert states(before, last) == ["proposed", "exempted"]
    packed = [
        records(packs.made(agreement.contract.pk, Wanted([each.pk]), by=factories.scope(agreement.owner), at=NOW))
        for each in (before, last)
    ]
    assert ["force_majeure" in kinds for kinds in packed] == [False, True]


def test_a_clock_that_was_out_when_the_first_day_began_is_not_stopped_and_one_of_the_last_day_ends(
    agreement: Agreement,
) -> None:
    begins, ends = datetime(2026, 3, 10, 16, tzinfo=UTC), datetime(2026, 3, 14, 16, tzinfo=UTC)
    [before] = agreement.owe(started_at=begins - timedelta(hours=24))
    [last] = agreement.owe(started_at=ends - timedelta(hours=24))
    with refused("contracts.hindered_duty_wrong"):
        claim(agreement, [before.pk])
    accept(agreement, claim(agreement))
    assert (due(before), due(last)) == (begins, ends + timedelta(hours=24))


def test_a_period_that_is_due_on_the_last_day_ends_with_it() -> None:
    agreement = running(survey_interval="3")
    survey = occurrence(agreement, "survey").obligation
    hindrance = fm.Hindrance(date(2026, 5, 25), survey.due_day, "end", "台风停业", [paper()])
    by, at = factories.scope(agreement.account_manager), datetime(2026, 5, 26, tzinfo=UTC)
    made = fm.claim_force_majeure(agreement.contract.pk, hindrance, by=by, at=at)
    fm.accept_force_majeure(made.pk, by=factories.scope(agreement.owner), at=at)
    assert due(survey) == made.until_at
    assert Deadline.objects.get(pk=survey.deadline_id).outcome == "cancelled"


def test_days_before_others_that_were_accepted_first_are_added_once(agreement: Agreement) -> None:
    [duty] = agreement.owe(started_at=STARTED)
    before, made = due(duty), [claim(agreement), claim(agreement), claim(agreement)]
    accept(agreement, made[0], first_day=date(2026, 3, 12), last_day=date(2026, 3, 12))
    accept(agreement, made[1], first_day=date(2026, 3, 11), last_day=date(2026, 3, 12))
    assert due(duty) == before + (datetime(2026, 3, 12, 16, tzinfo=UTC) - STARTED)
    accept(agreement, made[2])
    assert due(duty) == before + (datetime(2026, 3, 14, 16, tzinfo=UTC) - STARTED)
    moved = Deadline.objects.get(pk=duty.deadline_id)
    assert recompute(moved, at=STARTED) == Verdict.stored(moved)


# ------------------------------------------------------------------------------------------------- said to both sides
def test_the_claimants_words_are_not_put_into_the_mouth_of_the_side_that_accepted(agreement: Agreement) -> None:
    first, second = breach_of(agreement), breach_of(agreement)
    accept(agreement, claim(agreement), text="仅认可停业四日", last_day=date(2026, 3, 13))
    for breach in (first, second):
        said = breach.statements.get(verb="exempt")
        assert (said.party, said.text) == (agreement.client, "仅认可停业四日")


def test_who_accepted_cannot_go_back_on_it_by_recording_a_breach_of_those_days(agreement: Agreement) -> None:
    accept(agreement, claim(agreement), last_day=date(2026, 3, 13))
    found = []
    for happened in (datetime(2026, 3, 13, 4, tzinfo=UTC), datetime(2026, 3, 13, 16, tzinfo=UTC)):
        failure = Failure("statement_late", "B", happened, "现场核查发现", [paper()])
        found += record_breach(agreement.contract.pk, failure, by=factories.scope(agreement.owner), at=NOW)
    assert states(*found) == ["exempted", "proposed"]


def test_nor_by_measuring_a_target_whose_period_ended_then() -> None:
    agreement = running(survey_sample="60")
    [period] = periods_of(agreement.contract, TARGET["satisfaction_target"], at=datetime(2026, 6, 1, tzinfo=UTC))
    hindrance = fm.Hindrance(date(2026, 5, 25), period.window.last_day, "suspend", "台风停业", [paper()])
    by, at = factories.scope(agreement.account_manager), datetime(2026, 6, 5, tzinfo=UTC)
    made = fm.claim_force_majeure(agreement.contract.pk, hindrance, by=by, at=at)
    fm.accept_force_majeure(made.pk, by=factories.scope(agreement.owner), at=at)
    said: dict[str, Any] = {"method": Method("随机发放"), "by": factories.scope(agreement.owner), "at": at}
    reading = Reading(Decimal(80), 100)
    record_measurement(agreement.contract.pk, "satisfaction_target", period.window.first_day, reading, **said)
    assert Breach.objects.get(measurement__isnull=False).state == "exempted"


def test_fewer_days_are_told_to_both_sides_on_the_page_and_in_the_pack(agreement: Agreement) -> None:
    breach, other = breach_of(agreement), breach_of(agreement)
    assert breach.obligation is not None
    theirs, ours = (browser(user) for user in (agreement.account_manager, agreement.owner))
    page = f"/contracts/{agreement.contract.pk}/force-majeure/"
    given = {"first_day": "2026-03-11", "last_day": "2026-03-14", "effect": "suspend", "text": "台风"}
    assert f'value="{breach.obligation.pk}"' in theirs.get(page).content.decode()
    assert f'value="{breach.obligation.pk}"' not in ours.get(page).content.decode()
    assert theirs.post(page, given | {"covers": "named", "papers": [paper()]}).status_code == 422
    sent = given | {"covers": "named", "duties": [breach.obligation.pk], "papers": [paper()]}
    assert theirs.post(page, sent).status_code == 302
    made = ForceMajeure.objects.get()
    answer = f"{page}{made.pk}/accept/"
    assert ours.post(answer, {"text": "", "first_day": "2026-03-01"}).status_code == 302
    assert ours.post(answer, {"text": "", "first_day": "昨天"}).status_code == 302
    assert ForceMajeure.objects.get().state == "claimed"
    assert ours.post(answer, {"text": "", "last_day": "2026-03-12"}).status_code == 302
    for side in (theirs, ours):
        shown = side.get(page).content.decode()
        assert any(words in shown for words in ("接受的天数少于主张的天数", "Accepted for fewer days than claimed"))
        assert breach.obligation.subject in shown
    last = Message.objects.filter(kind="contracts.force_majeure", user=agreement.account_manager).latest("pk")
    assert last.params["in_part"] == 1
    assert states(breach, other) == ["exempted", "proposed"]
    for user in (agreement.owner, agreement.account_manager):
        pack = packs.made(agreement.contract.pk, Wanted([breach.pk]), by=factories.scope(user), at=timezone.now())
        [facts] = records(pack)["force_majeure"]
        assert (facts["accepted_in_part"], facts["covers"]["en"]) == (True, "Only the duties named")
        assert str(breach.obligation.pk) in facts["duties"]
    by, at = factories.scope(agreement.owner), timezone.now()
    alone = packs.made(agreement.contract.pk, Wanted([other.pk]), by=by, at=at)
    assert "force_majeure" not in records(alone)


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ---------------------------------------------------------------------------------------------- past the domain's rules
def wrong(statement: str, *params: int | str | None) -> None:
    with writing(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


ACCEPTED = (
    "UPDATE contracts_forcemajeure SET state = 'accepted', answered_at = now(), answered_by = 'x',"
    " accepted_first_at = first_at + %s::interval, accepted_until_at = until_at + %s::interval"
)


@pytest.mark.parametrize(
    ("first", "until"), [("-1 day", "0"), ("0", "1 second"), ("3 days", "-1 day"), (None, "0"), ("0", None)]
)
def test_the_database_accepts_only_days_within_the_claim(
    agreement: Agreement, first: str | None, until: str | None
) -> None:
    claim(agreement)
    with pytest.raises(IntegrityError, match="force_majeure_accepted_within_claimed"):
        wrong(ACCEPTED, first, until)


def test_the_database_keeps_the_days_once_they_are_accepted_and_the_duties_as_named(agreement: Agreement) -> None:
    named, other = agreement.owe(2, started_at=STARTED)
    made = claim(agreement, [named.pk])
    with pytest.raises(IntegrityError, match="accepted_within_claimed"):
        wrong("UPDATE contracts_forcemajeure SET accepted_first_at = first_at")
    accept(agreement, made, last_day=date(2026, 3, 12))
    with pytest.raises(DatabaseError, match="stays as it is"):
        wrong("UPDATE contracts_forcemajeure SET accepted_until_at = until_at")
    with pytest.raises(DatabaseError, match="cannot name duty"):
        wrong("INSERT INTO contracts_hinderedduty (claim_id, obligation_id) VALUES (%s, %s)", made.pk, other.pk)
    for statement in ("UPDATE contracts_hinderedduty SET obligation_id = %s", "DELETE FROM contracts_hinderedduty"):
        with pytest.raises(DatabaseError):
            wrong(statement, *([other.pk] if "%s" in statement else []))
    assert list(HinderedDuty.objects.values_list("obligation", flat=True)) == [named.pk]


def test_the_database_lets_no_claim_name_nothing_nor_what_is_not_its_own(agreement: Agreement) -> None:
    [foreign] = factories.effective_contract(at=SIGNED).owe(started_at=STARTED)
    [own] = agreement.owe(started_at=STARTED)
    with pytest.raises(DatabaseError, match="names no duty"):
        wrong(
            "INSERT INTO contracts_forcemajeure (contract_id, party_id, first_at, until_at, covers, effect, text,"
            " state, evidence_id, claimed_at, by, answer, answered_by) SELECT contract_id, party_id, first_at,"
            " until_at, 'named', effect, text, 'claimed', evidence_id, claimed_at, by, '', ''"
            " FROM contracts_forcemajeure WHERE id = %s",
            claim(agreement).pk,
        )
    made = claim(agreement, [own.pk])
    for duty in (foreign, own):
        with pytest.raises(DatabaseError):
            wrong("INSERT INTO contracts_hinderedduty (claim_id, obligation_id) VALUES (%s, %s)", made.pk, duty.pk)


EXEMPTED = "UPDATE contracts_breach SET state = 'exempted', decided_at = now(), exempted_by_id = %s WHERE id = %s"


def test_the_database_exempts_only_what_an_accepted_claim_covers(agreement: Agreement) -> None:
    named, other = breach_of(agreement), breach_of(agreement)
    before = breach_of(agreement, started_at=datetime(2026, 3, 9, 16, tzinfo=UTC))
    assert named.obligation is not None
    waiting = claim(agreement)
    accepted = accept(agreement, claim(agreement, [named.obligation.pk]))
    stranger = breach_of(factories.effective_contract(at=SIGNED))
    for made, breach in ((waiting, other), (accepted, other), (accepted, before), (accepted, stranger)):
        with pytest.raises(DatabaseError, match="does not exempt breach"):
            wrong(EXEMPTED, made.pk, breach.pk)
    assert states(named, other, before, stranger) == ["exempted", "proposed", "proposed", "proposed"]


def test_the_database_keeps_a_breach_as_it_was_decided(agreement: Agreement) -> None:
    breach = breach_of(agreement)
    accept(agreement, claim(agreement))
    for statement in (
        "UPDATE contracts_breach SET state = 'proposed', decided_at = NULL, exempted_by_id = NULL WHERE id = %s",
        "UPDATE contracts_breach SET occurred_at = occurred_at + interval '9 days' WHERE id = %s",
        "DELETE FROM contracts_breach WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="was decided"):
            wrong(statement, breach.pk)
    assert states(breach) == ["exempted"]


# ------------------------------------------------------------------------------------------ what began after the answer
def test_a_duty_that_begins_in_the_accepted_days_is_suspended_too_and_once(agreement: Agreement) -> None:
    made = accept(agreement, claim(agreement))
    [within] = agreement.owe(started_at=STARTED + timedelta(days=1))
    [after] = agreement.owe(started_at=STARTED + timedelta(days=5))
    before = due(within), due(after)
    for minutes in (0, 1):
        fm.relieve_opened(STARTED + timedelta(days=1, minutes=minutes))
    until = datetime(2026, 3, 14, 16, tzinfo=UTC)
    assert (due(within), due(after)) == (before[0] + (until - (STARTED + timedelta(days=1))), before[1])
    moved = Deadline.objects.get(pk=within.deadline_id)
    assert recompute(moved, at=STARTED) == Verdict.stored(moved)
    assert {pause.reason for pause in moved.pauses.all()} == {f"force majeure #{made.pk}", ""}


def test_what_a_claim_does_not_name_runs_on_and_so_does_what_begins_long_after_its_days(agreement: Agreement) -> None:
    [named] = agreement.owe(started_at=STARTED)
    accept(agreement, claim(agreement, [named.pk]))
    [other] = agreement.owe(started_at=STARTED + timedelta(days=1))
    before = due(other)
    fm.relieve_opened(STARTED + timedelta(days=1))
    assert due(other) == before


def test_who_claims_is_relieved_alone(agreement: Agreement) -> None:
    accept(agreement, claim(agreement))
    theirs = factories.effective_contract(at=SIGNED)
    [foreign] = theirs.owe(started_at=STARTED + timedelta(days=1))
    before = due(foreign)
    fm.relieve_opened(STARTED + timedelta(days=1))
    assert due(foreign) == before
