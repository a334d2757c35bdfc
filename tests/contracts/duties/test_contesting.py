"""What the debtor recorded as done is its own word: the creditor contests or accepts it, and nobody decides alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.duties.contesting import accept_fulfilment, answer_contest, contest_fulfilment, verbs_for
from contracts.domain.duties.fulfilling import Proof
from contracts.domain.duties.obligation_lists import in_state
from contracts.domain.duties.planning import follow_terms
from contracts.domain.life.settlement import archive, open_obligations, tick_line
from contracts.models import Breach, Contract, Fulfilment, FulfilmentStatement, Obligation, Occurrence
from contracts.models.settlement import Line
from foundation import jobs
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts.calendars import INTERVALS, SIGNED, at, occurrence, periods, running
from tests.contracts.duties.test_fulfilling import WORDS, client, keep, provider, state, training
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
Word = Callable[[Agreement, Obligation, str], Fulfilment]
WHY = "签到表上的人当天没有上班。"


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


@pytest.fixture
def done(agreement: Agreement) -> Obligation:
    """A training that the provider has recorded, in time; it is missed after 15 April."""
    return keep(training(agreement), provider(agreement), "2026-03-20")


def contest(agreement: Agreement, done: Obligation, on: str, text: str = WHY) -> Fulfilment:
    return contest_fulfilment(done.pk, text=text, by=client(agreement), at=at(on))


def answer(agreement: Agreement, done: Obligation, on: str) -> Fulfilment:
    return answer_contest(done.pk, proof=WORDS, by=provider(agreement), at=at(on))


def accept(agreement: Agreement, done: Obligation, on: str) -> Fulfilment:
    return accept_fulfilment(done.pk, by=client(agreement), at=at(on))


def work_until(moment: datetime) -> None:
    jobs.run_due(at=moment)


def breaches(done: Obligation) -> list[tuple[str, str]]:
    rows = Breach.objects.filter(obligation=done)
    return [(row.kind.code, row.occurred_at.isoformat()) for row in rows]


def test_contested_past_its_due_time_a_breach_is_proposed_as_of_that_time(
    agreement: Agreement, done: Obligation
) -> None:
    assert contest(agreement, done, "2026-05-04").state == "contested"
    assert breaches(done) == [("training_late", done.deadline.due_at.isoformat())]
    assert state(done) == "contested"
    told = Message.objects.filter(kind="contracts.duty_contested").values_list("user", flat=True)
    assert set(told) == {agreement.account_manager.pk}
    said = FulfilmentStatement.objects.values_list("verb", "party", "text")
    assert list(said) == [("contest", agreement.client.pk, WHY)]


def test_contested_before_its_due_time_the_breach_comes_with_that_time(agreement: Agreement, done: Obligation) -> None:
    contest(agreement, done, "2026-03-25")
    work_until(at("2026-04-15"))
    assert breaches(done) == []
    work_until(at("2026-04-16"))
    assert breaches(done) == [("training_late", done.deadline.due_at.isoformat())]


@pytest.mark.parametrize("word", [answer, accept])
def test_what_was_answered_or_accepted_in_time_is_no_breach(agreement: Agreement, done: Obligation, word: Word) -> None:
    contest(agreement, done, "2026-03-25")
    word(agreement, done, "2026-04-01")
    work_until(at("2026-04-20"))
    assert breaches(done) == []


def test_an_answer_can_be_contested_again_and_what_was_accepted_cannot(agreement: Agreement, done: Obligation) -> None:
    contest(agreement, done, "2026-03-25")
    assert answer(agreement, done, "2026-03-28").state == "answered"
    assert contest(agreement, done, "2026-03-30").state == "contested"
    assert accept(agreement, done, "2026-04-01").state == "accepted"
    words: tuple[Word, ...] = (contest, answer)
    for word in words:
        with pytest.raises(Refused) as refusal:
            word(agreement, done, "2026-04-02")
        assert refusal.value.code == "foundation.not_allowed_now"
    assert list(FulfilmentStatement.objects.values_list("verb", flat=True)) == [
        "contest",
        "answer",
        "contest",
        "accept",
    ]
    assert state(done) == "kept"


def test_each_word_belongs_to_its_side(agreement: Agreement, done: Obligation) -> None:
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    for by in (provider(agreement), stranger):
        with pytest.raises(Refused) as refusal:
            contest_fulfilment(done.pk, text=WHY, by=by, at=at("2026-03-25"))
        assert refusal.value.code == "contracts.not_creditor"
        with pytest.raises(Refused) as refusal:
            accept_fulfilment(done.pk, by=by, at=at("2026-03-25"))
        assert refusal.value.code == "contracts.not_creditor"
    with pytest.raises(Refused) as refusal:
        answer_contest(done.pk, proof=WORDS, by=client(agreement), at=at("2026-03-25"))
    assert refusal.value.code == "contracts.not_debtor"
    found = Obligation.objects.select_related("fulfilment").get(pk=done.pk)
    assert verbs_for(found, by=client(agreement)) == ["contest", "accept"]
    assert verbs_for(found, by=provider(agreement)) == []


def test_a_reason_is_given_and_something_must_have_been_recorded(agreement: Agreement, done: Obligation) -> None:
    for nothing in (" ", ".", "\u2800"):
        with pytest.raises(Refused) as refusal:
            contest(agreement, done, "2026-03-25", nothing)
        assert refusal.value.code == "contracts.reason_missing"
    survey = occurrence(agreement, "survey").obligation
    with pytest.raises(Refused) as refusal:
        contest(agreement, survey, "2026-03-25")
    assert refusal.value.code == "contracts.not_done_yet"


def test_what_both_sides_have_settled_and_archived_is_contested_no_more(agreement: Agreement, done: Obligation) -> None:
    Contract.objects.filter(pk=agreement.contract.pk).update(state="expired")
    for by in (client(agreement), provider(agreement)):
        for line in Line:
            tick_line(agreement.contract.pk, line, note="已办理", by=by, at=at("2027-04-01"))
    archive(agreement.contract.pk, by=client(agreement))
    with pytest.raises(Refused) as refusal:
        contest(agreement, done, "2027-04-02")
    assert refusal.value.code == "foundation.not_allowed_now"


def test_the_lists_know_what_is_contested_and_the_settlement_counts_it(agreement: Agreement, done: Obligation) -> None:
    def listed(name: str) -> bool:
        return Obligation.objects.filter(in_state(name, at=at("2026-04-01")), pk=done.pk).exists()

    assert [name for name in ("kept", "late", "contested") if listed(name)] == ["kept"]
    open_before = open_obligations(agreement.contract.pk)
    contest(agreement, done, "2026-03-25")
    assert [name for name in ("kept", "late", "contested") if listed(name)] == ["contested"]
    assert open_obligations(agreement.contract.pk) == open_before + 1


def test_the_time_to_pay_starts_with_the_word_of_who_pays() -> None:
    agreement = factories.effective_contract(
        at=SIGNED, form_id="service", report_interval="3", term_years="1", service_term="1年"
    )
    follow_terms(agreement.contract.pk, at=SIGNED)
    bill = occurrence(agreement, "fee_bill").obligation
    keep(bill, provider(agreement), "2026-03-02", Proof("发票已送达甲方财务"))
    assert periods(agreement, "fee_payment") == []
    accept(agreement, bill, "2026-03-09")
    payment = occurrence(agreement, "fee_payment", of="A").obligation
    assert payment.deadline.started_at == at("2026-03-09")
    assert payment.breach_kind is not None
    assert payment.breach_kind.code == "payment_late"


# ----------------------------------------------------------------------------------------------------------- the page
def test_both_sides_say_their_word_on_the_page(agreement: Agreement, done: Obligation) -> None:
    page = f"/obligations/{done.pk}/"
    manager, owner = (browser(each, language="en") for each in (agreement.account_manager, agreement.owner))
    assert "Your word on it" in owner.get(page).content.decode()
    assert "Your word on it" not in manager.get(page).content.decode()
    assert owner.post(f"{page}contest/", {"text": "."}).status_code == 422
    assert manager.post(f"{page}contest/", {"text": WHY}).status_code == 422
    assert owner.post(f"{page}contest/", {"text": WHY}).status_code == 302
    shown = manager.get(page).content.decode()
    assert WHY in shown
    assert "It is contested" in shown
    assert f'href="{page}"' in manager.get("/obligations/?show=contested").content.decode()
    assert manager.post(f"{page}answer/", {"text": "另附监控截图"}).status_code == 302
    assert owner.post(f"{page}accept/").status_code == 302
    assert Fulfilment.objects.get(obligation=done).state == "accepted"
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    for verb in ("contest", "answer", "accept"):
        assert stranger.post(f"{page}{verb}/", {"text": WHY}).status_code == 404


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_lets_only_the_state_move_and_keeps_what_was_said(agreement: Agreement, done: Obligation) -> None:
    rows = Fulfilment.objects.filter(obligation=done)
    for change in ({"by": "别人"}, {"state": "recorded"}, {"state": "fine"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    contest(agreement, done, "2026-03-25")
    accept(agreement, done, "2026-03-26")
    with pytest.raises(IntegrityError, match="was recorded"), transaction.atomic():
        rows.update(state="contested")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        FulfilmentStatement.objects.update(text="别的")
    with pytest.raises(IntegrityError, match="fulfilment_contested_with_reason"), transaction.atomic():
        FulfilmentStatement.objects.create(
            fulfilment=rows.get(), party=agreement.client, verb="contest", text="", at=SIGNED, by="甄"
        )


def test_the_database_opens_no_payment_of_a_bill_that_was_not_accepted() -> None:
    agreement = running("service", report_interval="3", term_years="1", service_term="1年")
    bill = occurrence(agreement, "fee_bill")
    keep(bill.obligation, provider(agreement), "2026-03-02")
    [owed] = agreement.owe(started_at=SIGNED, term="payment_within")
    with pytest.raises(IntegrityError, match="was accepted under contract"):
        Occurrence.objects.create(
            contract=agreement.contract,
            series="fee_payment",
            obligation=owed,
            debtor=owed.debtor,
            creditor=owed.creditor,
            first_day=bill.first_day,
            last_day=bill.last_day,
            planned_at=SIGNED,
        )
