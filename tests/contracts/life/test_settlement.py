"""After the end: both sides settle line by line, and then the file is closed."""

import pytest
from django.db import IntegrityError, transaction

from contracts.domain.life import settlement
from contracts.models import Contract, SettlementTick
from contracts.models.settlement import Line
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts, lives
from tests.contracts.life.test_termination import BEGAN, at, client_of, code_of, ended, fresh

pytestmark = pytest.mark.django_db


def test_the_archive_closes_only_when_both_sides_have_ticked_every_line() -> None:
    desk = ended()
    lines = settlement.settlement_of(fresh(desk))
    assert [(line.code, dict(line.ticks)) for line in lines] == [(line, {}) for line in Line]
    for by in (client_of(desk), desk.drafter):
        for line in Line:
            with pytest.raises(Refused) as refusal:
                settlement.archive(desk.contract.pk, by=desk.drafter)
            assert code_of(refusal) == "contracts.not_settled"
            settlement.tick_line(desk.contract.pk, line, note="已办理", by=by, at=at("2026-07-05"))
            settlement.tick_line(desk.contract.pk, line, note="又一次", by=by, at=at("2026-07-06"))
    ticks = {(tick.line, tick.note, tick.party_id, tick.at) for tick in SettlementTick.objects.all()}
    sides = (desk.client.pk, desk.provider.pk)
    assert ticks == {(line, "已办理", side, at("2026-07-05")) for line in Line for side in sides}
    settlement.archive(desk.contract.pk, by=desk.drafter)
    assert fresh(desk).state == "archived"
    with pytest.raises(Refused) as refusal:
        settlement.archive(desk.contract.pk, by=desk.drafter)
    assert code_of(refusal) == "foundation.not_allowed_now"


def test_what_opened_after_the_ticks_is_counted_again_before_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    monkeypatch.setitem(settlement._counters, "obligations", lambda _contract: count)
    desk = ended()
    for by in (client_of(desk), desk.drafter):
        for line in Line:
            settlement.tick_line(desk.contract.pk, line, note="", by=by, at=at("2026-07-05"))
    count = 1
    for by in (client_of(desk), desk.drafter):
        with pytest.raises(Refused) as refusal:
            settlement.archive(desk.contract.pk, by=desk.drafter)
        assert (code_of(refusal), refusal.value.params) == ("contracts.settlement_open", {"count": 1})
        settlement.tick_line(desk.contract.pk, "obligations", note="双方互免", by=by, at=at("2026-07-06"))
    settlement.archive(desk.contract.pk, by=desk.drafter)
    assert fresh(desk).state == "archived"


def test_the_database_takes_a_side_once_and_closes_nothing_that_one_side_settled() -> None:
    desk = ended()
    for line in Line:
        settlement.tick_line(desk.contract.pk, line, note="已办理", by=desk.drafter, at=at("2026-07-05"))
    with pytest.raises(IntegrityError, match="not settled by both sides"), transaction.atomic():
        Contract.objects.filter(pk=desk.contract.pk).update(state="archived")
    for party, name in ((desk.provider, "settlement_note_once_a_side"), (factories.party(), "no side of contract")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            SettlementTick.objects.create(
                contract=desk.contract, line="assets", party=party, note="再一次", at=at("2026-07-05"), by="甄"
            )


def test_what_is_still_open_is_ticked_only_with_a_note() -> None:
    agreement = factories.effective_contract(at=BEGAN)
    agreement.owe(2, started_at=at("2026-06-01"))
    Contract.objects.filter(pk=agreement.contract.pk).update(state="expired")
    by = factories.scope(agreement.owner)
    lines = {line.code: line.open for line in settlement.settlement_of(agreement.contract)}
    assert lines == {"obligations": 2, "invoices": 0, "assets": None, "data_returned": 0, "data_deleted": None}
    with pytest.raises(Refused) as refusal:
        settlement.tick_line(agreement.contract.pk, "obligations", note=" ", by=by, at=at("2027-04-01"))
    assert (code_of(refusal), refusal.value.params) == ("contracts.settlement_open", {"count": 2})
    settlement.tick_line(agreement.contract.pk, "obligations", note="双方互免", by=by, at=at("2027-04-01"))
    settlement.tick_line(agreement.contract.pk, "assets", note="", by=by, at=at("2027-04-01"))


def test_a_running_contract_is_not_settled_and_strangers_settle_nothing() -> None:
    desk = lives.running(at=BEGAN)
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    for by, code in ((desk.drafter, "contracts.not_ended"), (stranger, "parties.not_yours")):
        with pytest.raises(Refused) as refusal:
            settlement.tick_line(desk.contract.pk, "assets", note="", by=by, at=at("2026-06-01"))
        assert code_of(refusal) == code
    with pytest.raises(Refused) as refusal:
        settlement.archive(desk.contract.pk, by=desk.drafter)
    assert code_of(refusal) == "foundation.not_allowed_now"


def test_secrets_are_kept_for_the_agreed_years_after_the_end_or_without_end() -> None:
    desk = ended()
    now = at("2026-07-05")
    kept = settlement.confidentiality_of(fresh(desk), at=now)
    assert kept is not None
    assert (kept.is_endless, str(kept.last_day)) == (False, "2029-07-02")
    running = settlement.confidentiality_of(lives.running(at=BEGAN).contract, at=now)
    assert running is not None
    assert (running.is_endless, running.last_day) == (False, None)
    endless = factories.effective_contract(at=BEGAN, form_id="ktv-3")
    forever = settlement.confidentiality_of(endless.contract, at=now)
    assert forever is not None
    assert forever.is_endless
    assert settlement.confidentiality_of(drafts.draft().contract, at=now) is None
