from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.duties.planning import open_begun
from contracts.domain.in_force import terms_for_venue
from contracts.domain.life import notices, settlement, termination
from contracts.domain.life.ending import pass_moments
from contracts.domain.life.notices import Delivery, Letter
from contracts.domain.terms.values import SHANGHAI
from contracts.models import Contract, Notice, Occurrence, Termination
from contracts.models.notices import NoticeKind
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Message
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.amendments import amended
from tests.contracts.drafts import Desk
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=SHANGHAI)


def letter(day: str = "2026-06-01", text: str = "多次逾期未执行整改") -> Letter:
    return Letter(text, "courier", date.fromisoformat(day))


def paper(day: str, hour: int = 10) -> Delivery:
    return Delivery(at(day, hour), png(), "签收单.png")


def client_of(desk: Desk) -> Scope:
    return factories.scope(desk.owner)


def give(desk: Desk, day: str = "2026-06-01", ground: str = "serious_breach", last_day: date | None = None) -> int:
    given = termination.give_termination(
        desk.contract.pk, ground, letter(day), last_day=last_day, by=client_of(desk), at=at(day)
    )
    return given.notice_id


def fresh(desk: Desk) -> Contract:
    return Contract.objects.get(pk=desk.contract.pk)


def code_of(refusal: "pytest.ExceptionInfo[Refused]") -> str:
    return refusal.value.code


@pytest.mark.parametrize(
    ("began", "notice", "delivered", "last_day"),
    [
        ("2026-03-02", "1个月", "2026-06-02", "2026-07-02"),
        ("2026-03-02", "30日", "2026-06-02", "2026-07-02"),
        ("2026-03-02", "30日", "2026-07-31", "2026-08-30"),
        ("2026-03-02", "1个月", "2026-08-31", "2026-09-30"),
        ("2026-03-02", "1个月", "2027-01-31", "2027-02-28"),
        ("2027-03-02", "1个月", "2028-01-31", "2028-02-29"),
        ("2027-03-02", "30日", "2028-01-31", "2028-03-01"),
        ("2027-03-02", "1个月", "2028-02-01", "2028-03-01"),
    ],
)
def test_the_period_runs_from_the_day_of_delivery(began: str, notice: str, delivered: str, last_day: str) -> None:
    desk = lives.running(at=at(began), termination_notice=notice)
    given = give(desk, delivered)
    termination.prove_arrival(given, paper(delivered, 9), by=client_of(desk), at=at(delivered))
    contract = fresh(desk)
    assert contract.ends_at is not None
    assert (
        contract.ends_at.astimezone(SHANGHAI).isoformat()[:16]
        == contract.ends_at.astimezone(SHANGHAI).isoformat()[:10] + "T00:00"
    )
    assert str(contract.last_day) == last_day
    assert contract.is_running
    pass_moments(contract.pk, at=contract.ends_at)
    assert fresh(desk).state == "terminated"


def test_nothing_runs_before_delivery_is_proven() -> None:
    desk = lives.running(at=BEGAN)
    given = give(desk)
    before = desk.contract.ends_at
    assert (fresh(desk).ends_at, fresh(desk).state) == (before, "effective")
    for delivered_at, now in (("2026-05-31", "2026-06-03"), ("2026-06-04", "2026-06-03")):
        with pytest.raises(Refused) as refusal:
            termination.prove_arrival(given, paper(delivered_at), by=client_of(desk), at=at(now))
        assert code_of(refusal) == "contracts.delivery_out_of_order"
    broken = Delivery(at("2026-06-02"), b"GIF89a not a picture", "x.png")
    with pytest.raises(Refused) as refusal:
        termination.prove_arrival(given, broken, by=client_of(desk), at=at("2026-06-03"))
    assert code_of(refusal) == "foundation.file_wrong_kind"
    notice = Notice.objects.get(pk=given)
    assert (notice.state, notice.proof, fresh(desk).ends_at) == ("given", None, before)


def test_the_other_sides_own_word_proves_delivery_too() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    given = give(desk)
    with pytest.raises(Refused) as refusal:
        termination.confirm_arrival(given, by=client_of(desk), at=at("2026-06-05"))
    assert code_of(refusal) == "contracts.not_addressed"
    with pytest.raises(Refused) as refusal:
        termination.prove_arrival(given, paper("2026-06-02"), by=desk.drafter, at=at("2026-06-05"))
    assert code_of(refusal) == "contracts.not_your_notice"
    notice = termination.confirm_arrival(given, by=desk.drafter, at=at("2026-06-05"))
    assert (notice.delivered_at, notice.acknowledged_by) == (at("2026-06-05"), desk.drafter.label)
    assert str(fresh(desk).last_day) == "2026-07-05"
    with pytest.raises(Refused) as refusal:
        termination.prove_arrival(given, paper("2026-06-02"), by=client_of(desk), at=at("2026-06-06"))
    assert code_of(refusal) == "foundation.not_allowed_now"


def test_a_notice_is_withdrawn_before_delivery_only() -> None:
    desk = lives.running(at=BEGAN)
    given = give(desk)
    with pytest.raises(Refused) as refusal:
        give(desk)
    assert code_of(refusal) == "contracts.noticed_already"
    notices.withdraw_notice(given, text="已整改", by=client_of(desk), at=at("2026-06-02"))
    again = give(desk, "2026-06-03")
    termination.confirm_arrival(again, by=desk.drafter, at=at("2026-06-04"))
    with pytest.raises(Refused) as refusal:
        notices.withdraw_notice(again, text="", by=client_of(desk), at=at("2026-06-05"))
    assert code_of(refusal) == "foundation.not_allowed_now"
    assert Message.objects.filter(kind="contracts.termination_withdrawn").count() == 2


def test_the_other_side_contests_and_its_words_are_kept_while_the_period_runs() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    given = give(desk)
    termination.confirm_arrival(given, by=desk.drafter, at=at("2026-06-02"))
    with pytest.raises(Refused) as refusal:
        notices.contest(given, text="我方没有违约", by=client_of(desk), at=at("2026-06-03"))
    assert code_of(refusal) == "contracts.not_addressed"
    notices.contest(given, text="我方没有违约", by=desk.drafter, at=at("2026-06-03"))
    said = Notice.objects.get(pk=given).statements.values_list("verb", "text", "party")
    assert list(said) == [("acknowledge", "", desk.provider.pk), ("contest", "我方没有违约", desk.provider.pk)]
    assert str(fresh(desk).last_day) == "2026-07-02"


def test_a_proof_that_comes_after_the_period_ends_the_contract_at_once_at_its_moment() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    given = give(desk)
    termination.prove_arrival(given, paper("2026-06-02"), by=client_of(desk), at=at("2026-08-01"))
    contract = fresh(desk)
    assert (contract.state, str(contract.last_day)) == ("terminated", "2026-07-02")
    before = terms_for_venue(desk.venue.pk, at("2026-07-02", 23))
    assert before is not None
    assert terms_for_venue(desk.venue.pk, at("2026-07-03", 0)) is None


def test_a_contract_that_ends_earlier_anyhow_expires() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    given = give(desk, "2027-02-20")
    termination.confirm_arrival(given, by=desk.drafter, at=at("2027-02-20"))
    contract = fresh(desk)
    assert contract.ends_at is not None
    pass_moments(contract.pk, at=contract.ends_at)
    assert (fresh(desk).state, str(contract.last_day)) == ("expired", "2027-03-02")


@pytest.mark.parametrize("ground", ["agreement", "force_majeure"])
def test_an_agreed_end_needs_the_other_sides_consent_and_no_period(ground: str) -> None:
    desk = lives.running(at=BEGAN)
    for wrong in (None, date(2026, 5, 31), date(2027, 3, 2)):
        with pytest.raises(Refused) as refusal:
            give(desk, ground=ground, last_day=wrong)
        assert refusal.value.field == "last_day"
    given = give(desk, ground=ground, last_day=date(2026, 6, 10))
    with pytest.raises(Refused) as refusal:
        termination.prove_arrival(given, paper("2026-06-02"), by=client_of(desk), at=at("2026-06-03"))
    assert code_of(refusal) == "contracts.needs_agreement"
    with pytest.raises(Refused) as refusal:
        termination.agree_to_end(given, by=client_of(desk), at=at("2026-06-03"))
    assert code_of(refusal) == "contracts.not_addressed"
    with pytest.raises(Refused) as refusal:
        termination.agree_to_end(given, by=desk.drafter, at=at("2026-06-11"))
    assert code_of(refusal) == "contracts.last_day_passed"
    termination.agree_to_end(given, by=desk.drafter, at=at("2026-06-10", 20))
    contract = fresh(desk)
    assert (contract.state, contract.ends_at) == ("effective", at("2026-06-11", 0))
    pass_moments(contract.pk, at=at("2026-06-11", 0))
    assert fresh(desk).state == "terminated"


def test_a_longer_term_agreed_later_does_not_undo_a_delivered_notice() -> None:
    agreement = factories.effective_contract(at=BEGAN, termination_notice="30日")
    client = factories.scope(agreement.owner)
    given = termination.give_termination(
        agreement.contract.pk, "serious_breach", letter(), by=client, at=at("2026-06-01")
    )
    manager = factories.scope(agreement.account_manager)
    termination.confirm_arrival(given.notice_id, by=manager, at=at("2026-06-02"))
    amended(agreement, at=at("2026-06-10"), term_years="3")
    agreement.contract.refresh_from_db()
    assert str(agreement.contract.last_day) == "2026-07-02"


def test_only_a_side_of_a_running_contract_gives_notice() -> None:
    desk, draft = lives.running(at=BEGAN), drafts.draft()
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    for contract, by, text, code in (
        (desk.contract, stranger, "理由", "parties.not_yours"),
        (desk.contract, desk.drafter, " ", "contracts.reason_missing"),
        (draft.contract, draft.drafter, "理由", "contracts.not_running"),
    ):
        with pytest.raises(Refused) as refusal:
            termination.give_termination(contract.pk, "by_law", letter(text=text), by=by, at=at("2026-06-01"))
        assert code_of(refusal) == code
    with pytest.raises(Refused) as refusal:
        termination.give_termination(
            desk.contract.pk, "by_law", letter("2026-06-02"), by=desk.drafter, at=at("2026-06-01")
        )
    assert code_of(refusal) == "contracts.sent_in_future"
    assert not Notice.objects.exists()


def test_the_database_keeps_what_was_given_and_proven() -> None:
    desk = lives.running(at=BEGAN)
    given = give(desk)
    changes = ("text = 'x'", "sent_date = now()", "party_id = party_id + 1")
    undone = ("state = 'given', delivered_at = NULL, acknowledged_by = ''", "delivered_at = now()")
    for change in ("state = 'delivered'", "state = 'delivered', delivered_at = now()"):
        assert "notice_delivery_is_proven" in _refused(f"UPDATE contracts_notice SET {change} WHERE id = %s", given)
    for change in changes:
        assert "was given" in _refused(f"UPDATE contracts_notice SET {change} WHERE id = %s", given)
    termination.confirm_arrival(given, by=desk.drafter, at=at("2026-06-02"))
    for change in undone:
        assert "was given" in _refused(f"UPDATE contracts_notice SET {change} WHERE id = %s", given)
    assert "was given" in _refused("DELETE FROM contracts_notice WHERE id = %s", given)
    for change in ("ends_at = NULL", "ground = 'by_law'"):
        assert "was given" in _refused(f"UPDATE contracts_termination SET {change} WHERE notice_id = %s", given)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE contracts_noticestatement SET text = 'x'")
    second = Notice.objects.get(pk=given)
    second.pk, second.state, second.delivered_at, second.acknowledged_by = None, "given", None, ""
    with pytest.raises(IntegrityError, match="notice_one_termination"), transaction.atomic():
        second.save()
    with pytest.raises(IntegrityError, match="termination_agreed_day"), transaction.atomic():
        Termination.objects.create(notice=_another_notice(desk), ground="agreement")


def _another_notice(desk: Desk) -> Notice:
    return notices.give_notice(desk.contract.pk, NoticeKind.FEE_CHANGE, letter(), by=desk.drafter, at=at("2026-06-05"))


def _refused(statement: str, *params: int) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


def ended() -> Desk:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    termination.confirm_arrival(give(desk), by=desk.drafter, at=at("2026-06-02"))
    pass_moments(desk.contract.pk, at=at("2026-07-03", 0))
    return desk


def test_periods_that_the_early_end_cuts_short_are_owed_no_more() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    open_ones = Occurrence.objects.filter(contract=desk.contract, obligation__deadline__outcome=None)
    cut_short = open_ones.filter(series="survey", last_day__gt=date(2026, 7, 3))
    open_begun(at("2026-06-03", 9))
    termination.confirm_arrival(give(desk), by=desk.drafter, at=at("2026-06-03"))
    assert cut_short.exists()
    pass_moments(desk.contract.pk, at=at("2026-07-04", 0))
    assert not cut_short.exists()
    assert open_ones.filter(series="survey", last_day=date(2026, 6, 2)).exists()


def test_leap_day_secrets_end_on_the_last_of_february() -> None:
    desk = lives.running(at=at("2027-03-02"), termination_notice="30日")
    termination.confirm_arrival(give(desk, "2028-01-30"), by=desk.drafter, at=at("2028-01-30"))
    contract = fresh(desk)
    assert (str(contract.last_day), contract.ends_at) == ("2028-02-29", at("2028-03-01", 0))
    pass_moments(contract.pk, at=at("2028-03-01", 0) + timedelta(days=1))
    kept = settlement.confidentiality_of(fresh(desk), at=at("2028-03-05"))
    assert kept is not None
    assert str(kept.last_day) == "2031-02-28"


def test_one_side_alone_ends_no_contract_before_it_told_the_other() -> None:
    desk = lives.running(at=BEGAN, termination_notice="30日")
    now = at("2026-06-20")
    back_dated = Letter("多次逾期", "courier", date(2026, 3, 2))
    given = termination.give_termination(desk.contract.pk, "by_law", back_dated, by=desk.drafter, at=now)
    for day in ("2026-03-02", "2026-06-19"):
        with pytest.raises(Refused) as refusal:
            termination.prove_arrival(given.notice_id, paper(day, 11), by=desk.drafter, at=now)
        assert code_of(refusal) == "contracts.delivery_out_of_order"
    assert fresh(desk).state == "effective"
    notice = termination.prove_arrival(given.notice_id, paper("2026-06-20", 8), by=desk.drafter, at=now)
    assert notice.delivered_at == now
    assert (fresh(desk).state, str(fresh(desk).last_day)) == ("effective", "2026-07-20")


def test_on_the_first_day_a_notice_without_a_period_ends_what_has_begun() -> None:
    desk = lives.running(at=BEGAN, termination_notice="")
    told = BEGAN + timedelta(minutes=5)
    given = termination.give_termination(desk.contract.pk, "by_law", letter("2026-03-02"), by=client_of(desk), at=told)
    termination.prove_arrival(given.notice_id, paper("2026-03-02", 8), by=client_of(desk), at=at("2026-03-02", 12))
    assert (fresh(desk).state, fresh(desk).ends_at) == ("terminated", told)


def test_what_arrives_in_the_moment_of_the_beginning_is_refused_plainly() -> None:
    desk = lives.running(at=BEGAN, termination_notice="")
    given = termination.give_termination(desk.contract.pk, "by_law", letter("2026-03-02"), by=client_of(desk), at=BEGAN)
    with pytest.raises(Refused) as refusal:
        termination.confirm_arrival(given.notice_id, by=desk.drafter, at=BEGAN)
    assert code_of(refusal) == "contracts.delivery_out_of_order"


def test_the_database_knows_no_delivery_before_the_notice_and_no_notice_of_a_stranger() -> None:
    desk = lives.running(at=BEGAN)
    given = Notice.objects.get(pk=give(desk))
    early = {"state": "delivered", "delivered_at": given.given_at - timedelta(seconds=1), "acknowledged_by": "甄"}
    with pytest.raises(IntegrityError, match="notice_told_before_delivery"), transaction.atomic():
        Notice.objects.filter(pk=given.pk).update(**early)
    for changes, name in (
        ({"sent_date": date(2026, 6, 2)}, "notice_sent_before_given"),
        ({"party": factories.party()}, "no side of contract"),
    ):
        second = Notice.objects.get(pk=given.pk)
        second.pk, second.kind = None, "fee_change"
        for field, value in changes.items():
            setattr(second, field, value)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            second.save()
