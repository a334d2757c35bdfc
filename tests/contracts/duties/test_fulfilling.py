"""Doing what is owed: the debtor alone says so, with evidence; what follows from it by the contract opens."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.duties.fulfilling import Proof, add_evidence, keep_obligation, reassign_obligation
from contracts.domain.duties.obligation_lists import state_of
from contracts.models import Breach, Fulfilment, Obligation, ObligationEvidence
from deadlines.domain.clock import cancel
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Message
from tests import factories
from tests.contracts.calendars import DAY, INTERVALS, SIGNED, at, occurrence, periods, running
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
WORDS = Proof("培训于门店会议室举行，十二人参加。")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


def provider(agreement: Agreement) -> Scope:
    return factories.scope(agreement.account_manager)


def client(agreement: Agreement) -> Scope:
    return factories.scope(agreement.owner)


def training(agreement: Agreement) -> Obligation:
    return occurrence(agreement, "training").obligation


def keep(obligation: Obligation, by: Scope, on: str, proof: Proof = WORDS, done_on: str = "") -> Obligation:
    day = date.fromisoformat(done_on) if done_on else None
    return keep_obligation(obligation.pk, proof=proof, by=by, at=at(on), done_on=day)


def refusal(obligation: Obligation, by: Scope, on: str = "2026-03-20", **given: object) -> str:
    with pytest.raises(Refused) as refused:
        keep(obligation, by, on, **given)  # type: ignore[arg-type]
    return refused.value.code


def state(obligation: Obligation) -> str:
    return state_of(Obligation.objects.select_related("deadline", "occurrence").get(pk=obligation.pk))


@pytest.mark.parametrize(
    ("on", "outcome", "shown"),
    [("2026-03-20", "kept", "kept"), ("2026-04-10", "kept", "late"), ("2026-04-20", "missed", "late")],
)
def test_early_late_and_too_late_are_told_apart(agreement: Agreement, on: str, outcome: str, shown: str) -> None:
    obligation = keep(training(agreement), provider(agreement), on)
    assert (obligation.deadline.outcome, state(obligation)) == (outcome, shown)
    assert Breach.objects.filter(obligation=obligation).count() == (outcome == "missed")


def test_who_when_and_what_shows_it_stay_on_record(agreement: Agreement) -> None:
    paper = SimpleUploadedFile("签到表.pdf", PDF)
    obligation = keep(training(agreement), provider(agreement), "2026-03-20", Proof("已完成", [paper]), "2026-03-18")
    done = Fulfilment.objects.get(obligation=obligation)
    assert (done.done_on, done.recorded_at, done.person) == (
        date(2026, 3, 18),
        at("2026-03-20"),
        agreement.account_manager,
    )
    shown = obligation.evidence.get()
    assert (shown.text, shown.file and shown.file.name, shown.party) == ("已完成", "签到表.pdf", agreement.provider)
    assert shown.file is not None
    assert shown.file.read() == PDF
    assert Message.objects.get(kind="contracts.duty_done").user == agreement.owner


def test_the_other_side_cannot_say_that_it_was_done(agreement: Agreement) -> None:
    assert refusal(training(agreement), client(agreement)) == "contracts.not_debtor"
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert refusal(training(agreement), stranger) == "contracts.not_debtor"
    assert Fulfilment.objects.count() == 0


def test_each_side_keeps_its_own_of_a_mutual_duty(agreement: Agreement) -> None:
    theirs = occurrence(agreement, "statement", of="A").obligation
    assert refusal(theirs, provider(agreement)) == "contracts.not_debtor"
    keep(theirs, client(agreement), "2026-06-05")
    assert [occurrence(agreement, "statement", of=side).obligation.deadline.outcome for side in "AB"] == ["kept", None]


def test_what_does_not_fit_is_refused(agreement: Agreement) -> None:
    by = provider(agreement)
    assert refusal(training(agreement), by, proof=Proof("  ")) == "contracts.evidence_missing"
    assert refusal(training(agreement), by, done_on="2026-03-21") == "contracts.done_in_future"
    assert refusal(training(agreement), by, done_on="2026-02-28") == "contracts.done_before_period"
    script = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>")
    many = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(7)]
    assert refusal(
        training(agreement), by, proof=Proof("", [SimpleUploadedFile("a.pdf", b"MZ\x90\x00" + b"\0" * 60)])
    ) == ("foundation.file_wrong_kind")
    assert refusal(training(agreement), by, proof=Proof("", many)) == "contracts.too_many_files"
    assert ObligationEvidence.objects.count() == 0
    keep(training(agreement), by, "2026-03-20", Proof("", [script]))
    assert ObligationEvidence.objects.get().file.content_type == "text/plain"  # type: ignore[union-attr]


def test_it_is_done_once(agreement: Agreement) -> None:
    keep(training(agreement), provider(agreement), "2026-03-20")
    assert refusal(training(agreement), provider(agreement)) == "contracts.done_already"


def test_what_was_cancelled_cannot_be_done(agreement: Agreement) -> None:
    with writing(SYSTEM):
        cancel([training(agreement).deadline_id], at=at("2026-03-10"))
    assert refusal(training(agreement), provider(agreement)) == "deadlines.closed"


def test_steps_of_complaints_are_done_elsewhere(agreement: Agreement) -> None:
    [step] = agreement.owe(started_at=SIGNED)
    assert refusal(step, provider(agreement)) == "contracts.kept_elsewhere"


def test_both_sides_add_evidence_and_others_do_not(agreement: Agreement) -> None:
    obligation = training(agreement)
    add_evidence(obligation.pk, proof=Proof("我方未收到通知"), by=client(agreement), at=at("2026-04-20"))
    assert obligation.evidence.get().party == agreement.client
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    with pytest.raises(Refused) as refused:
        add_evidence(obligation.pk, proof=WORDS, by=stranger, at=at("2026-04-20"))
    assert refused.value.code == "contracts.not_a_side"


def test_handing_over_names_another_person_of_the_debtor(agreement: Agreement) -> None:
    obligation = training(agreement)
    trainer = factories.person(agreement.provider, Role.HR)
    reassign_obligation(obligation.pk, trainer.pk, by=provider(agreement), at=at("2026-03-05"))
    assert training(agreement).deadline.owner == trainer
    assert Message.objects.get(kind="contracts.duty_yours").user == trainer
    for person, by in (
        (agreement.owner, provider(agreement)),
        (factories.person(agreement.provider, Role.PROMOTER), provider(agreement)),
        (trainer, client(agreement)),
    ):
        with pytest.raises(Refused) as refused:
            reassign_obligation(obligation.pk, person.pk, by=by, at=at("2026-03-05"))
        assert refused.value.code in ("contracts.person_elsewhere", "contracts.not_debtor")
    assert training(agreement).deadline.owner == trainer


def test_a_closed_one_keeps_its_person(agreement: Agreement) -> None:
    keep(training(agreement), provider(agreement), "2026-03-20")
    trainer = factories.person(agreement.provider, Role.HR)
    with pytest.raises(Refused) as refused:
        reassign_obligation(training(agreement).pk, trainer.pk, by=provider(agreement), at=at("2026-03-21"))
    assert refused.value.code == "deadlines.closed"


def test_a_survey_done_is_followed_by_its_plan() -> None:
    agreement = running(improvement_plan_within="10")
    survey = occurrence(agreement, "survey")
    keep(survey.obligation, provider(agreement), "2026-05-20")
    plan = occurrence(agreement, "improvement_plan")
    assert (plan.first_day, plan.obligation.deadline.started_at) == (survey.first_day, at("2026-05-20"))
    assert plan.obligation.deadline.due_at == at("2026-06-04") - timedelta(hours=12)


def test_where_a_report_comes_between_the_plan_follows_the_report() -> None:
    agreement = running("ktv-3", improvement_plan_within="10")
    by = provider(agreement)
    keep(occurrence(agreement, "survey").obligation, by, "2026-05-20")
    assert periods(agreement, "improvement_plan") == []
    keep(occurrence(agreement, "survey_report").obligation, by, "2026-05-28")
    assert occurrence(agreement, "improvement_plan").obligation.deadline.started_at == at("2026-05-28")


@pytest.mark.parametrize(
    "nothing", [".", "……", "\u2800", "\u3164", "\uffa0", "\u115f", "\u034f", "\ufe0f", "\U000e0100", " \u3164 . "]
)
def test_words_that_nobody_can_read_show_nothing(agreement: Agreement, nothing: str) -> None:
    assert refusal(training(agreement), provider(agreement), proof=Proof(nothing)) == "contracts.evidence_missing"


def test_the_person_is_reminded_when_most_of_the_time_has_passed(agreement: Agreement) -> None:
    sweep_all(at("2026-03-27"))
    kinds = Message.objects.filter(kind="contracts.duty_due", user=agreement.account_manager)
    assert kinds.count() == 1  # the report; the training has its grace
    sweep_all(at("2026-03-28"))
    assert kinds.count() == 1


def test_a_missed_one_is_proposed_as_a_breach_by_the_sweep(agreement: Agreement) -> None:
    sweep_all(at("2026-04-16"))
    breach = Breach.objects.get(obligation=training(agreement))
    assert (breach.kind.code, breach.at_fault) == ("training_late", agreement.provider)
    assert breach.occurred_at == at("2026-04-16") - timedelta(hours=12)


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_keeps_what_was_put_on_record(agreement: Agreement) -> None:
    obligation = keep(training(agreement), provider(agreement), "2026-03-20")
    for rows in (Fulfilment.objects.filter(obligation=obligation), obligation.evidence.all()):
        field = "done_on" if rows.model is Fulfilment else "text"
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{field: date(2026, 3, 1) if field == "done_on" else "别的"})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_the_database_refuses_a_second_fulfilment_and_empty_evidence(agreement: Agreement) -> None:
    obligation = keep(training(agreement), provider(agreement), "2026-03-20")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fulfilment.objects.create(obligation=obligation, done_on=date(2026, 3, 1), recorded_at=SIGNED + DAY, by="甄")
    with pytest.raises(IntegrityError, match="not_empty"), transaction.atomic():
        ObligationEvidence.objects.create(obligation=obligation, party=agreement.client, added_at=SIGNED, by="甄")
