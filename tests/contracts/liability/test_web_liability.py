"""The pages of what follows a breach."""

import pytest
from django.test import Client

from contracts.models import Adjustment, Breach, Dispute, DisputeEnd, ForceMajeure, Loss, Remedy
from parties.models import User
from tests import factories
from tests.contracts.liabilities import SIGNED, confirmed, paper
from tests.contracts.liability.test_breaches import breach_of

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_loss_adjustment_and_dispute_are_recorded_and_answered_on_their_pages() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    breach = confirmed(agreement)
    ours, theirs = browser(agreement.owner), browser(agreement.account_manager)
    home = f"/breaches/{breach.pk}/"
    for act in ("loss", "evidence", "demand", "warn", "adjust", "dispute"):
        assert ours.get(f"{home}{act}/").status_code == 200
    assert ours.post(f"{home}loss/", {"amount": "¥1,000.00", "text": "赔付", "papers": [paper()]}).status_code == 302
    loss = Loss.objects.get()
    assert "1,300.00" in theirs.get(home).content.decode()
    assert b"".join(theirs.get(f"{home}papers/{loss.file_id}/")) == loss.file.read()
    assert theirs.get(f"{home}papers/{loss.file_id + 999}/").status_code == 404
    assert ours.post(f"{home}adjust/", {"kind": "agreement", "amount": "3000", "text": "同"}).status_code == 422
    assert ours.post(f"{home}adjust/", {"kind": "agreement", "amount": "1200", "text": "协商"}).status_code == 302
    waiting = Adjustment.objects.get()
    assert f"adjustments/{waiting.pk}/accept/" in theirs.get(home).content.decode()
    assert theirs.post(f"{home}adjustments/{waiting.pk}/accept/", {"text": ""}).status_code == 302
    assert "1,200.00" in ours.get(home).content.decode()
    assert ours.post(f"{home}dispute/", {"happened_date": "2026-03-20", "text": "会谈"}).status_code == 302
    dispute = Dispute.objects.get()
    assert theirs.get(f"{home}disputes/{dispute.pk}/arbitrate/").status_code == 200
    assert "示例仲裁委员会" in theirs.get(f"{home}disputes/{dispute.pk}/arbitrate/").content.decode()
    assert theirs.get(home).status_code == 200
    given = {"happened_date": "2026-03-21", "text": "和解", "costs": "own", "amount": "1,000.00", "papers": [paper()]}
    assert ours.post(f"{home}disputes/{dispute.pk}/settle/", given).status_code == 302
    end = DisputeEnd.objects.get()
    answer = f"{home}disputes/{dispute.pk}/ends/{end.pk}/"
    assert f"{answer}accept/" in theirs.get(home).content.decode()
    assert f"{answer}accept/" not in ours.get(home).content.decode()
    assert f"{answer}withdraw/" in ours.get(home).content.decode()
    assert b"".join(theirs.get(f"{home}papers/{end.paper_id}/")) == end.paper.read()
    assert theirs.post(f"{home}disputes/{dispute.pk + 999}/ends/{end.pk}/accept/", {"text": ""}).status_code == 404
    assert theirs.post(f"{answer}accept/", {"text": ""}).status_code == 302
    assert Dispute.objects.get().state == "settled"
    assert "1,000.00" in ours.get(home).content.decode()


def test_the_injured_party_chooses_remedies_on_the_page() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    breach = breach_of(agreement)
    ours = browser(agreement.owner)
    home = f"/breaches/{breach.pk}/"
    assert 'value="redo"' in ours.get(home).content.decode()
    sent = {"chosen": "on", "remedies": ["redo", "damages"], "text": ""}
    assert ours.post(f"{home}confirm/", sent).status_code == 422
    assert ours.post(f"{home}confirm/", sent | {"until": "2099-01-01"}).status_code == 302
    assert sorted(Remedy.objects.values_list("code", flat=True)) == ["damages", "redo"]
    duty = Remedy.objects.get(code="redo").obligation
    assert duty is not None
    assert browser(agreement.account_manager).get(f"/obligations/{duty.pk}/").status_code == 200
    assert ours.get(home).status_code == 200


def test_a_breach_is_recorded_and_force_majeure_claimed_and_answered_by_hand() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    ours, theirs = browser(agreement.owner), browser(agreement.account_manager)
    home = f"/contracts/{agreement.contract.pk}/"
    assert ours.get(f"{home}breaches/new/").status_code == 200
    given = {"kind": "statement_late", "at_fault": "B", "occurred_at": "2026-03-20T10:00", "text": "未交"}
    assert ours.post(f"{home}breaches/new/", given).status_code == 422
    assert ours.post(f"{home}breaches/new/", given | {"papers": [paper()]}).status_code == 302
    claim = {"first_day": "2026-03-19", "last_day": "2026-03-21", "effect": "suspend", "covers": "all", "text": "台风"}
    assert theirs.post(f"{home}force-majeure/", claim | {"papers": [paper()]}).status_code == 302
    made = ForceMajeure.objects.get()
    assert f"force-majeure/{made.pk}/accept/" in ours.get(f"{home}force-majeure/").content.decode()
    assert ours.post(f"{home}force-majeure/{made.pk}/accept/", {"text": ""}).status_code == 302
    assert Breach.objects.get().state == "exempted"
    assert ours.get(f"/breaches/{Breach.objects.get().pk}/").status_code == 200


def test_a_stranger_finds_none_of_it() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    breach = confirmed(agreement)
    stranger = browser(factories.effective_contract(at=SIGNED).owner)
    for path in ("loss/", "adjust/", "dispute/", "papers/1/"):
        assert stranger.get(f"/breaches/{breach.pk}/{path}").status_code == 404
    for path in ("breaches/new/", "force-majeure/"):
        assert stranger.get(f"/contracts/{agreement.contract.pk}/{path}").status_code == 404
