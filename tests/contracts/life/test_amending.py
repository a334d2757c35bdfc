import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from contracts.documents.contract import render_contract
from contracts.documents.terms_file import terms_json
from contracts.domain.in_force import terms_at_moments, terms_for_venue
from contracts.domain.life.amending import drop_amendment, start_amendment
from contracts.domain.life.negotiating import recall_draft, share_draft
from contracts.domain.signature.sending import send_for_signing, withdraw
from contracts.domain.signature.signing import decline
from contracts.domain.signature.signing_links import signer_scope
from contracts.domain.terms.values import SHANGHAI, Hours
from contracts.domain.wording.reading import versions_for
from contracts.domain.wording.snapshots import snapshot_of
from contracts.models import Contract, ContractVersion
from foundation.refusals import Refused
from tests import factories
from tests.contracts import drafts
from tests.contracts.amendments import amended, drafted, drafter_of
from tests.contracts.drafts import SIGNERS
from tests.contracts.sealed_pdfs import page_texts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CHANGED = AT + timedelta(days=100)
DAY = timedelta(days=1)


def test_the_event_before_follows_the_old_term_and_the_one_after_the_new_one() -> None:
    agreement = factories.effective_contract(at=AT, verify_within="24")
    [before] = agreement.owe(started_at=CHANGED - DAY)
    amended(agreement, at=CHANGED, verify_within="6")
    [late] = agreement.owe(started_at=CHANGED - timedelta(seconds=1))
    [after] = agreement.owe(started_at=CHANGED)
    [later] = agreement.owe(started_at=CHANGED + DAY)
    hours = [(each.deadline.due_at - each.deadline.started_at) / timedelta(hours=1) for each in (before, late)]
    assert hours == [24, 24]
    assert [factories.term_of(each).value for each in (before, late)] == [Hours(24), Hours(24)]
    assert [each.deadline.due_at - each.deadline.started_at for each in (after, later)] == [timedelta(hours=6)] * 2
    before.refresh_from_db()
    assert before.clause.version.number == 1
    assert before.deadline.due_at == CHANGED
    assert (after.clause.version.number, after.clause.version.amendment) == (2, 1)
    moments = [AT - DAY, AT, CHANGED - DAY, CHANGED, CHANGED, CHANGED + DAY]
    at_each = terms_at_moments(agreement.venue.pk, moments)
    assert at_each == {at: terms_for_venue(agreement.venue.pk, at) for at in moments}
    assert len({terms.version_id if terms else None for terms in at_each.values()}) == 3


def test_an_amendment_on_its_way_leaves_the_contract_in_force() -> None:
    agreement = factories.effective_contract(at=AT)
    version = drafted(agreement, at=CHANGED, verify_within="6")
    contract = Contract.objects.get(pk=agreement.contract.pk)
    assert (contract.state, version.state, version.amendment) == ("effective", "draft", 1)
    terms = terms_for_venue(agreement.venue.pk, CHANGED + DAY)
    assert terms is not None
    assert terms.version_id != version.pk
    assert contract.version_in_force(CHANGED + DAY) == contract.versions.get(number=1)
    assert contract.working_version == version
    with pytest.raises(Refused) as refusal:
        start_amendment(contract.pk, by=drafter_of(agreement), at=CHANGED)
    assert refusal.value.code == "contracts.amended_already"


def test_amendments_are_numbered_as_they_take_effect() -> None:
    agreement = factories.effective_contract(at=AT)
    amended(agreement, at=CHANGED, verify_within="6")
    drafted(agreement, at=CHANGED + DAY, verify_within="8")
    drop_amendment(agreement.contract.pk, by=drafter_of(agreement))
    amended(agreement, at=CHANGED + 2 * DAY, verify_within="9")
    versions = list(agreement.contract.versions.order_by("number").values_list("number", "amendment", "state"))
    assert versions == [(1, None, "effective"), (2, 1, "effective"), (3, 2, "dropped"), (4, 2, "effective")]
    terms = agreement.terms(CHANGED + 3 * DAY)
    assert terms.value("verify_within") == Hours(9)


def test_a_longer_term_moves_the_end_and_other_changes_do_not() -> None:
    agreement = factories.effective_contract(at=AT)
    end = agreement.contract.ends_at
    amended(agreement, at=CHANGED, verify_within="6")
    agreement.contract.refresh_from_db()
    assert agreement.contract.ends_at == end
    amended(agreement, at=CHANGED + DAY, term_years="2")
    agreement.contract.refresh_from_db()
    assert agreement.contract.ends_at is not None
    assert agreement.contract.ends_at.astimezone(SHANGHAI).isoformat() == "2028-03-03T00:00:00+08:00"
    assert agreement.contract.expiring_at is not None
    assert agreement.contract.expiring_at.astimezone(SHANGHAI).isoformat() == "2028-02-02T00:00:00+08:00"


def test_an_amendment_that_changes_nothing_is_not_sent() -> None:
    agreement = factories.effective_contract(at=AT)
    drafted(agreement, at=CHANGED)
    with pytest.raises(Refused) as refusal:
        send_for_signing(agreement.contract.pk, SIGNERS, by=drafter_of(agreement), at=CHANGED)
    assert refusal.value.code == "contracts.nothing_changed"


def test_only_a_running_contract_is_amended_and_only_by_its_provider() -> None:
    agreement, draft = factories.effective_contract(at=AT), drafts.draft()
    for contract, by, code in (
        (agreement.contract, factories.scope(agreement.owner), "contracts.not_your_side"),
        (draft.contract, draft.drafter, "contracts.not_running"),
    ):
        with pytest.raises(Refused) as refusal:
            start_amendment(contract.pk, by=by, at=CHANGED)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        drop_amendment(draft.contract.pk, by=draft.drafter)
    assert refusal.value.code == "contracts.no_amendment"


def test_the_client_reads_an_amendment_once_it_is_shared_and_no_longer_once_recalled() -> None:
    agreement = factories.effective_contract(at=AT)
    drafted(agreement, at=CHANGED, verify_within="6")
    by, client = drafter_of(agreement), factories.scope(agreement.owner)

    def read() -> list[int]:
        return [version.number for version in versions_for(agreement.contract, by=client)]

    assert read() == [1]
    share_draft(agreement.contract.pk, by=by, at=CHANGED)
    assert read() == [1, 2]
    recall_draft(agreement.contract.pk, by=by)
    assert read() == [1]
    assert [version.number for version in versions_for(agreement.contract, by=by)] == [1, 2]


def test_it_is_sent_and_signed_like_a_contract_and_takes_effect_alone() -> None:
    desk = drafts.signed()
    first = Contract.objects.get(pk=desk.contract.pk)
    start_amendment(first.pk, by=desk.drafter, at=CHANGED)
    desk.fill(verify_within="6")
    desk.send(CHANGED)
    contract = Contract.objects.get(pk=first.pk)
    assert (contract.state, desk.version.state) == ("effective", "out_for_signature")
    withdraw(contract.pk, by=desk.drafter, at=CHANGED)
    desk.send(CHANGED + DAY)
    request = desk.request("A")
    decline(request.pk, reason="太短", by=signer_scope(request, source="test"), at=CHANGED + DAY)
    assert Contract.objects.get(pk=first.pk).state == "effective"
    states = desk.contract.versions.order_by("number").values_list("state", "amendment")
    assert list(states) == [("effective", None), ("withdrawn", 1), ("declined", 1), ("draft", 1)]
    signed_at = CHANGED + 2 * DAY
    desk.send(signed_at)
    for side in "BA":
        drafts.sign(desk.request(side), signed_at)
    contract.refresh_from_db()
    assert (contract.state, contract.effective_at, contract.ends_at) == ("effective", first.effective_at, first.ends_at)
    assert (desk.version.state, desk.version.effective_at, desk.version.amendment) == ("effective", signed_at, 1)
    assert contract.version_in_force(signed_at - DAY) == contract.versions.get(number=1)
    assert contract.version_in_force(signed_at) == desk.version


def _refused(statement: str, *params: int | datetime) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


def test_the_database_keeps_one_open_version_and_the_order_of_effect() -> None:
    agreement = factories.effective_contract(at=AT)
    open_one = drafted(agreement, at=CHANGED, verify_within="6")
    with pytest.raises(IntegrityError, match="version_one_open"), transaction.atomic():
        ContractVersion.objects.create(contract=agreement.contract, number=9)
    update = "UPDATE contracts_contractversion SET {} WHERE id = %s"
    effective = "state = 'effective', frozen_at = %s, effective_at = %s"
    for moment in (AT, AT - DAY):
        assert "out of order" in _refused(update.format(effective), moment, moment, open_one.pk)
    for change in ("state = 'effective'", "frozen_at = now()", "state = 'withdrawn'", "state = 'odd'"):
        assert "version_" in _refused(update.format(change), open_one.pk)
    first = agreement.contract.versions.get(number=1)
    for change in ("state = 'withdrawn', effective_at = NULL", "effective_at = now()", "amendment = 1"):
        assert "is frozen" in _refused(update.format(change), first.pk)


def test_a_dropped_amendment_stays_as_it_was() -> None:
    agreement = factories.effective_contract(at=AT)
    version = drafted(agreement, at=CHANGED, verify_within="6")
    drop_amendment(agreement.contract.pk, by=drafter_of(agreement))
    assert "is frozen" in _refused("UPDATE contracts_term SET stored = NULL WHERE version_id = %s", version.pk)
    assert "is frozen" in _refused("UPDATE contracts_contractversion SET state = 'draft' WHERE id = %s", version.pk)


def test_its_pdf_says_which_agreement_it_is_and_shows_old_beside_new_in_chinese() -> None:
    agreement = factories.effective_contract(at=AT)
    version = drafted(agreement, at=CHANGED, verify_within="6")
    with translation.override("en"):
        snapshot = snapshot_of(version, at=CHANGED)
    assert snapshot.amendment is not None
    assert [(term.clause_number, term.old, term.new) for term in snapshot.amendment.terms] == [
        ("3.2", "24小时", "6小时")
    ]
    [clause] = snapshot.amendment.clauses
    assert (clause.label, clause.heading) == ("3.2", version.clauses.get(number="3.2").heading_zh)
    assert [piece.text for piece in clause.pieces if piece.kind != "same"] == ["24", "6"]
    rendered = render_contract(snapshot)
    text = "".join(page_texts(rendered.pdf))
    for words in (
        "补充协议第1号",
        "本补充协议修改的内容",
        "修改前",
        "修改后",
        "24小时",
        "6小时",
        "修改后的合同全文附后",
    ):
        assert words in text, words
    assert set(rendered.pages) == set(version.clauses.values_list("number", flat=True))
    assert json.loads(terms_json(snapshot))["contract"]["amendment"] == 1
    first = agreement.contract.versions.get(number=1)
    assert snapshot_of(first, at=CHANGED).amendment is None
    assert "补充协议第" not in "".join(page_texts(render_contract(snapshot_of(first, at=CHANGED)).pdf))
