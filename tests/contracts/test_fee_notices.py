from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.domain.life.fee_notices import fee_refusal
from contracts.domain.life.notices import Letter, acknowledge, give_notice
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import ContractVersion
from contracts.models.notices import NoticeKind
from tests import factories
from tests.contracts.amendments import amended, drafted, drafter_of
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
