from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from contracts.domain.signature.paper import NamedSigner, Scan, enter_paper
from contracts.domain.signature.sending import send_for_signing
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.comparing import compare
from contracts.domain.wording.drafting import Frame, copy_contract
from contracts.domain.wording.engaging import Engagement, engage, fee_split, liability_cap, release, third_party_of
from contracts.domain.wording.readiness import gaps
from contracts.domain.wording.snapshots import snapshot_of
from contracts.domain.wording.versions import amended_version
from contracts.models import ThirdParty
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.contracts import amendments, drafts, engagements, lives
from tests.contracts.drafts import AT

pytestmark = pytest.mark.django_db


def codes(desk: drafts.Desk) -> list[str]:
    return [gap.refused.code for gap in gaps(desk.version, "en")]


@pytest.mark.parametrize(
    ("fee", "share", "of_a", "of_b"),
    [
        ("1000.01", "33.33", "333.30", "666.71"),
        ("0.01", "50", "0.01", "0.00"),
        ("100", "0", "0.00", "100.00"),
        ("99999.99", "100", "99999.99", "0.00"),
    ],
)
def test_the_fee_is_split_to_the_fen(fee: str, share: str, of_a: str, of_b: str) -> None:
    third = ThirdParty(fee=Decimal(fee), share_a=Decimal(share))
    parts = fee_split(third)
    assert parts == (Decimal(of_a), Decimal(of_b))
    assert sum(parts) == Decimal(fee)


def test_the_limit_is_its_own_or_the_contracts_in_yuan() -> None:
    desk = drafts.ready_draft()
    values = values_of(desk.version)
    assert liability_cap(engagements.engaged(desk), values) == Decimal("30000.00")
    own = engagements.engaged(desk, cap_percent=None, cap_amount=Decimal("1234.5"))
    assert liability_cap(own, values) == Decimal("1234.50")
    assert liability_cap(engagements.engaged(desk, cap_percent=None), values) == Decimal("60000.00")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"engaged_for": "  "}, "contracts.third_party_task_missing"),
        ({"share_a": Decimal("100.01")}, "contracts.third_party_share"),
        ({"fee": Decimal("-0.01")}, "contracts.third_party_fee"),
        ({"fee": Decimal("0.001")}, "contracts.third_party_fee"),
        ({"cap_amount": Decimal(1)}, "contracts.third_party_one_limit"),
        ({"cap_percent": Decimal("10.01")}, "contracts.third_party_limit"),
        ({"cap_percent": None, "cap_amount": Decimal("60000.01")}, "contracts.third_party_limit"),
    ],
)
def test_what_cannot_be_agreed_with_a_third_party_is_refused(changes: dict[str, Any], code: str) -> None:
    desk = drafts.ready_draft()
    with pytest.raises(Refused) as refusal:
        engagements.engaged(desk, **changes)
    assert refusal.value.code == code
    assert third_party_of(desk.version) is None


def test_a_side_of_the_contract_is_no_third_party_and_strangers_engage_nobody() -> None:
    desk = drafts.ready_draft()
    for party in (desk.client, desk.provider):
        with pytest.raises(Refused) as refusal:
            engagements.engaged(desk, party=party)
        assert refusal.value.code == "contracts.third_party_is_a_side"
    offered = Engagement(party=engagements.third_party(desk), role="adviser", engaged_for="咨询")
    for stranger in (desk.owner, factories.person(factories.party(), Role.ACCOUNT_MANAGER)):
        with pytest.raises(Refused) as refusal:
            engage(desk.version.pk, offered, by=factories.scope(stranger))
        assert refusal.value.code == "contracts.not_your_side"


def test_the_database_keeps_the_third_party_apart_whole_and_frozen() -> None:
    desk = engagements.sent()
    frozen = third_party_of(desk.version)
    assert frozen is not None
    for statement in (
        "UPDATE contracts_thirdparty SET fee = 0 WHERE id = %s",
        "DELETE FROM contracts_thirdparty WHERE id = %s",
    ):
        assert "is frozen" in refused(statement, frozen.pk)
    other = drafts.ready_draft()
    third = engagements.engaged(other)
    for change in (
        f"party_id = {other.client.pk}",
        f"party_id = {other.provider.pk}",
        "share_a = 100.01",
        "fee = -1",
        "cap_amount = 1",
        "engaged_for = ''",
        "role = 'friend'",
    ):
        assert refused(f"UPDATE contracts_thirdparty SET {change} WHERE id = %s", third.pk), change
    moved = f"UPDATE contracts_contract SET party_a_id = {third.party_id} WHERE id = %s"
    assert "is its third party" in refused(moved, other.contract.pk)


def refused(statement: str, *params: int) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


def test_the_supplement_with_an_intermediary_asks_for_one_and_its_fee_is_the_clauses() -> None:
    desk = drafts.draft(form_id="retention")
    assert "contracts.intermediary_missing" not in codes(desk)
    asks = drafts.draft(form_id="retention", supplements=["intermediary"])
    assert "contracts.intermediary_missing" in codes(asks)
    asks.fill(intermediary_fee="2000", intermediary_share_a="50", intermediary_share_b="50")
    engagements.engaged(asks, role="assessor", fee=Decimal(2000), share_a=Decimal(50), cap_percent=None)
    assert "contracts.intermediary_missing" in codes(asks)
    engagements.engaged(asks, role="witness", fee=Decimal(1999), share_a=Decimal(50), cap_percent=None)
    assert "contracts.third_party_fee_differs" in codes(asks)
    engagements.engaged(asks, role="intermediary", fee=Decimal(2000), share_a=Decimal(50), cap_percent=None)
    assert not {"contracts.intermediary_missing", "contracts.third_party_fee_differs"} & set(codes(asks))


def test_a_limit_that_the_contract_lowers_later_keeps_the_draft_from_being_sent() -> None:
    desk = drafts.ready_draft()
    engagements.engaged(desk, cap_percent=Decimal(10))
    assert codes(desk) == []
    desk.fill(third_party_cap="8%")
    assert codes(desk) == ["contracts.third_party_limit"]


def test_it_is_printed_with_role_task_fee_and_limit() -> None:
    desk = drafts.ready_draft()
    assert [party.side for party in snapshot_of(desk.version, at=AT).parties] == ["A", "B"]
    engagements.engaged(desk)
    printed = snapshot_of(desk.version, at=AT).parties[2]
    assert (printed.side, printed.role, printed.engaged_for) == ("third", "评估方", "评估客户投诉的处理结果")
    assert printed.fee.endswith("乙方承担其余¥666.71（人民币陆佰陆拾陆元柒角壹分）")
    assert printed.cap == "合同金额的5%"
    assert printed.engagement == {
        "role": "assessor",
        "engaged_for": "评估客户投诉的处理结果",
        "fee": "1000.01",
        "share_a": "33.33",
        "cap_percent": "5.00",
        "cap_amount": None,
    }


def test_an_amendment_brings_a_third_party_in_and_the_next_one_keeps_it() -> None:
    desk = lives.running()
    agreement = factories.Agreement(desk.contract, desk.client, desk.provider, desk.venue, desk.manager, desk.owner)
    version = amendments.drafted(agreement, at=AT)
    assert [gap.refused.code for gap in gaps(version, "en")] == ["contracts.nothing_changed"]
    engagements.engaged(desk)
    assert codes(desk) == []
    before = amended_version(version)
    assert before is not None
    [change] = compare(before, version, "en").terms
    assert (change.label, change.old) == ("Third party", "")
    name, _, rest = change.new.partition(" (assessor): 评估客户投诉的处理结果; ")
    assert name.startswith("示例评估事务所")
    assert rest == (
        "fee: RMB 1,000.01; Party A bears 33.33%, RMB 333.30; Party B the rest, RMB 666.71; "
        "limit of liability: 5% of the contract amount"
    )


def test_copies_keep_it_unless_it_is_a_side_there_and_a_draft_can_let_it_go() -> None:
    desk = drafts.ready_draft()
    third = engagements.engaged(desk)
    owner = factories.person(third.party, Role.CONTRACT_OWNER)
    frames = (
        (Frame(desk.client, desk.provider, "副本", desk.owner, []), third.party),
        (Frame(third.party, desk.provider, "副本", owner, []), None),
    )
    for frame, expected in frames:
        copied = copy_contract(desk.version, frame=frame, by=desk.drafter, at=AT).latest_version
        found = third_party_of(copied)
        assert (found and found.party) == expected
    release(desk.version.pk, by=desk.drafter)
    assert third_party_of(desk.version) is None


def test_with_a_third_party_nothing_is_entered_as_signed_on_paper() -> None:
    desk = drafts.ready_draft()
    engagements.engaged(desk)
    signers = {"A": NamedSigner("甄客户", "经理"), "B": NamedSigner("甄服务", "经理")}
    with pytest.raises(Refused) as refusal:
        enter_paper(
            desk.contract.pk,
            signed_date=AT.date(),
            signers=signers,
            scan=Scan(b"%PDF-1.7", "scan.pdf"),
            by=desk.drafter,
            at=AT,
        )
    assert refusal.value.code == "contracts.third_party_on_paper"


def test_its_mailbox_must_be_its_own() -> None:
    desk = drafts.ready_draft()
    engagements.engaged(desk)
    strange = engagements.ALL | {"third": replace(engagements.THIRD, email="strange@example.com")}
    for signers, code, field in (
        (drafts.SIGNERS, "contracts.signer_missing", "third_name"),
        (strange, "contracts.signer_mailbox_unknown", "third_email"),
    ):
        with pytest.raises(Refused) as refusal:
            send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
        assert (refusal.value.code, refusal.value.field) == (code, field)
