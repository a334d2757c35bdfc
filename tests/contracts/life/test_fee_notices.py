from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.notices import Delivery, Letter, acknowledge, give_notice
from contracts.domain.life.termination import prove_arrival
from contracts.domain.signature.paper import Scan, enter_paper
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import ContractVersion
from contracts.models.notices import NoticeKind
from foundation.refusals import Refused
from tests import factories
from tests.contracts.amendments import amended, drafted, drafter_of
from tests.contracts.signature.test_paper import SIGNERS
from tests.contracts.signature.test_signing import png
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOTICED = AT + 10 * DAY


@pytest.fixture
def agreement(monkeypatch: pytest.MonkeyPatch) -> Agreement:
    """A contract by the form that has a notice of fee changes: `retention`, Party B leading."""

    def led_by_b(*, form_id: str, frame: Frame, **named: object) -> object:
        return start_draft(form_id=form_id, frame=frame, supplements=["b_leads"], **named)  # type: ignore[arg-type]

    monkeypatch.setattr(factories, "start_draft", led_by_b)
    return factories.effective_contract(at=AT, form_id="retention", base_fee="10000", fee_change_notice="30")


REST = {
    "term_years": "2",
    "reply_within": "24",
    "reply_major_within": "12",
    "verify_within": "2",
    "plan_within": "5",
    "execute_within": "10",
    "feedback_within": "5",
    "termination_notice": "30日",
    "leak_notice_within": "24",
    "fee_interval": "3个月",
    "report_interval": "3",
    "report_within": "10",
    "report_answer_within": "10",
}
"""What the form leaves blank and asks for before a wording can be frozen."""


def refusal_of(version: ContractVersion, at: datetime) -> str:
    refused = fee_refusal(version, at=at)
    return refused.code if refused else ""


def notice(agreement: Agreement, at: datetime) -> None:
    letter = Letter("基础服务费调整为12000元", "email", at.date())
    given = give_notice(agreement.contract.pk, NoticeKind.FEE_CHANGE, letter, by=drafter_of(agreement), at=at)
    acknowledge(given.pk, by=factories.scope(agreement.owner), at=at)


def test_higher_fees_need_a_notice_delivered_long_enough_before(agreement: Agreement) -> None:
    version = drafted(agreement, at=AT + DAY, base_fee="12000")
    assert refusal_of(version, AT + 99 * DAY) == "contracts.fee_notice_missing"
    notice(agreement, NOTICED)
    assert refusal_of(version, NOTICED + 30 * DAY) == "contracts.fee_notice_runs"
    refused = fee_refusal(version, at=NOTICED)
    assert refused is not None
    assert refused.params["until"] == date(2026, 4, 12)
    assert refusal_of(version, NOTICED + 31 * DAY) == ""


def test_lower_fees_and_other_changes_need_none(agreement: Agreement) -> None:
    assert refusal_of(drafted(agreement, at=AT + DAY, base_fee="9000", verify_within="6"), AT + DAY) == ""


def test_each_raise_needs_a_notice_of_its_own(agreement: Agreement) -> None:
    notice(agreement, NOTICED)
    amended(agreement, at=NOTICED + 31 * DAY, base_fee="12000")
    version = drafted(agreement, at=NOTICED + 40 * DAY, base_fee="15000")
    assert refusal_of(version, NOTICED + 90 * DAY) == "contracts.fee_notice_missing"


def test_a_form_without_such_a_term_asks_for_none() -> None:
    other = factories.effective_contract(at=AT)
    assert refusal_of(drafted(other, at=AT + DAY, contract_amount="900000"), AT + DAY) == ""


def test_paper_is_no_way_round_the_notice(agreement: Agreement) -> None:
    version = drafted(agreement, at=AT + DAY, base_fee="12000", **REST)

    def enter(at: datetime) -> str:
        signed = {"signed_date": at.date(), "signers": SIGNERS, "scan": Scan(png(), "补充协议.png")}
        try:
            enter_paper(agreement.contract.pk, by=drafter_of(agreement), at=at, **signed)  # type: ignore[arg-type]
        except Refused as refused:
            return refused.code
        version.refresh_from_db()
        return version.state

    assert enter(NOTICED) == "contracts.fee_notice_missing"
    notice(agreement, NOTICED)
    assert enter(NOTICED + 30 * DAY) == "contracts.fee_notice_runs"
    assert enter(NOTICED + 31 * DAY) == "out_for_signature"


def test_a_notice_works_from_when_the_other_side_was_told_whatever_the_sender_can_prove(agreement: Agreement) -> None:
    version = drafted(agreement, at=AT + DAY, base_fee="12000")
    by = drafter_of(agreement)
    letter = Letter("基础服务费调整为12000元", "email", AT.date())
    given = give_notice(agreement.contract.pk, NoticeKind.FEE_CHANGE, letter, by=by, at=NOTICED)
    with pytest.raises(Refused) as refusal:
        prove_arrival(given.pk, Delivery(AT + DAY, png(), "回执.png"), by=by, at=NOTICED + DAY)
    assert refusal.value.code == "contracts.delivery_out_of_order"
    prove_arrival(given.pk, Delivery(NOTICED - DAY / 24, png(), "回执.png"), by=by, at=NOTICED + DAY)
    given.refresh_from_db()
    assert given.delivered_at == NOTICED
    assert refusal_of(version, NOTICED + 30 * DAY) == "contracts.fee_notice_runs"
