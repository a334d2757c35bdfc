"""What the rooms of the contract put into an evidence pack, and what stays out of it."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.duties.contesting import accept_fulfilment, answer_contest, contest_fulfilment
from contracts.domain.duties.fulfilling import Proof
from contracts.domain.evidence.asking import Wanted
from contracts.domain.liability import demands, disputes
from contracts.domain.liability import force_majeure as fm
from contracts.domain.liability.adjusting import NewSum, propose_adjustment
from contracts.domain.liability.dispute_ends import Outcome, decline_end, propose_end
from contracts.domain.liability.losses import add_breach_evidence
from contracts.domain.papers.annexes import answer_annex
from contracts.models import EvidencePack
from parties.domain.scope import Scope
from tests import factories
from tests.contracts import delivered, packs
from tests.contracts.asked import ASKED as ASKED_ON
from tests.contracts.asked import Table, at
from tests.contracts.calendars import INTERVALS, occurrence, running
from tests.contracts.duties.test_fulfilling import keep, training
from tests.contracts.evidence.test_evidence_scope import content, whole
from tests.contracts.liabilities import NOW, SIGNED, confirmed, engaging, lose, paper
from tests.contracts.liability.test_liability_after import LETTER, step
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
MADE = SIGNED + timedelta(days=60)
SPRING = Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 4, 20))


def records(pack: EvidencePack) -> dict[str, list[dict[str, Any]]]:
    """What its records say, by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(content(pack)["data/records.json"]):
        found.setdefault(each["kind"], []).append(each["facts"])
    return found


def said(pack: EvidencePack) -> str:
    return content(pack)["data/timeline.json"].decode()


def names(pack: EvidencePack) -> set[str]:
    return {each.get("name") for each in json.loads(content(pack)["manifest.json"])["files"]}


def of_period(agreement: Agreement, by: Scope) -> EvidencePack:
    return packs.made(agreement.contract.pk, SPRING, by=by, at=MADE)


# ------------------------------------------------------------------------------------------------ what follows a breach
def test_what_followed_a_breach_is_in_its_pack_and_of_another_breach_nothing() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    breach, other = confirmed(agreement), confirmed(agreement)
    client, provider = delivered.client(agreement), delivered.provider(agreement)
    lose(breach, "1000.00", agreement)
    add_breach_evidence(breach.pk, text="监控显示无人应答", papers=[paper("监控.pdf")], by=client, at=NOW)
    demands.demand_performance(breach.pk, LETTER, days=10, by=client, at=NOW)
    dispute = disputes.open_dispute(breach.pk, step("双方会谈", papers=[paper("会谈记录.pdf")]), by=provider, at=NOW)
    outcome = Outcome("会谈后和解", date(2026, 3, 31), "own", [paper("和解协议.pdf")])
    end = propose_end(dispute.pk, "settle", outcome, by=provider, at=NOW)
    decline_end(end.pk, by=client, at=NOW, text="金额未谈妥")
    propose_adjustment(breach.pk, NewSum("agreement", Decimal("1300.00"), "双方商定减少", None, []), by=client, at=NOW)
    add_breach_evidence(other.pk, text="与本案无关的另一事", papers=[paper("另一事.pdf")], by=client, at=NOW)
    late = add_breach_evidence(breach.pk, text="事后补充", papers=[], by=client, at=MADE + timedelta(days=1))
    hindrance = fm.Hindrance(*2 * (breach.occurred_at.date(),), "suspend", "台风停业", [paper("气象证明.pdf")])
    fm.claim_force_majeure(agreement.contract.pk, hindrance, by=provider, at=NOW)
    pack = packs.made(agreement.contract.pk, Wanted([breach.pk]), by=client, at=MADE)
    found = records(pack)
    assert {"loss", "breach_notice", "dispute", "adjustment", "force_majeure"} <= found.keys()
    assert (found["loss"][0]["amount"], found["adjustment"][0]["amount"]) == ("1000.00", "1300.00")
    assert found["breach_notice"][0]["days"] == 10
    assert (found["dispute"][0]["costs"], found["dispute_end"][0]["costs"]["en"]) == (None, "Each bears its own costs")
    for words in ("监控显示无人应答", "客人退单与赔付", "会谈后和解", "金额未谈妥", "双方商定减少", "台风停业"):
        assert words in said(pack), words
    assert {"监控.pdf", "会谈记录.pdf", "和解协议.pdf", "气象证明.pdf", "证据.pdf"} <= names(pack)
    assert "另一事" not in whole(pack)
    assert late[0].text not in whole(pack)


# -------------------------------------------------------------------------------------------------------- the registers
def test_annexes_and_data_of_the_period_are_in_it_and_those_of_later_are_not() -> None:
    agreement = running(**INTERVALS)
    client, provider, other = delivered.client(agreement), delivered.provider(agreement), running()
    version = delivered.deliver(agreement, "training_plan", provider, at=at("2026-03-10"), name="培训计划.pdf")
    answer_annex(version.pk, is_accepted=False, reason="缺少夜班场次", by=client, at=at("2026-03-12"))
    delivered.deliver(agreement, "training_plan", provider, at=at("2026-05-10"), name="五月计划.pdf")
    delivered.deliver(other, "training_plan", delivered.provider(other), at=at("2026-03-10"), name="他人计划.pdf")
    data = delivered.give(agreement, client, at=at("2026-03-11"), what="三月会员名单")
    delivered.answer(data, "receive", provider, at=at("2026-03-12"))
    delivered.answer(data, "give_back", provider, at=at("2026-03-20"))
    pack = of_period(agreement, client)
    found = records(pack)
    assert [facts["number"] for facts in found["annex_version"]] == [1]
    assert (found["handover"][0]["records"], found["handover"][0]["is_personal"]) == (1200, False)
    assert "缺少夜班场次" in said(pack)
    assert "三月会员名单" in said(pack)
    assert {"培训计划.pdf", "证明.pdf"} <= names(pack)
    assert not {"五月计划.pdf", "他人计划.pdf"} & names(pack)


def test_the_engagement_is_in_it_and_the_drafts_that_led_to_it_are_not() -> None:
    agreement, third = engaging(Decimal("20000.00"))
    [facts] = records(of_period(agreement, delivered.client(agreement)))["third_party"]
    assert (facts["party"], facts["cap_amount"]) == (third.name, "20000.00")
    assert "contracts_thirdparty" not in whole(of_period(agreement, delivered.provider(agreement)))


# -------------------------------------------------------------------------------------------------- requests and duties
def test_requests_with_their_rounds_and_what_they_put_off_are_in_it() -> None:
    agreement = running("consulting", assessment_interval="1", first_instalment="40", final_instalment="60")
    table, other = Table(agreement), Table(running("consulting", assessment_interval="1"))
    duty = occurrence(agreement, "assessment").obligation
    wanted: dict[str, Any] = {"about_id": duty.pk, "wanted_date": date(2026, 4, 20)}
    table.answer(table.ask("extension", **wanted), "agree", text="同意延期", granted_date=date(2026, 4, 10))
    plan = table.ask("service_plan", annex_code="consulting_plan")
    table.answer(plan, "send_back", text="请补充预算")
    other.ask("change", subject="他人的请求", at=ASKED_ON)
    pack = of_period(agreement, delivered.client(agreement))
    found = records(pack)
    assert {facts["subject"] for facts in found["request"]} == {"事项"}
    assert "2026-04-10" in {facts.get("granted_date") for facts in found["request"]}
    assert "请补充预算" in said(pack)
    assert "More time granted" in said(pack)
    assert "方案.txt" in names(pack)
    assert "他人的请求" not in whole(pack)


def test_what_was_contested_answered_and_accepted_is_in_it() -> None:
    agreement = running(**INTERVALS)
    client, provider = delivered.client(agreement), delivered.provider(agreement)
    done = keep(training(agreement), provider, "2026-03-20")
    contest_fulfilment(done.pk, text="到场不足十人", by=client, at=at("2026-03-22"))
    answer_contest(done.pk, proof=Proof("补充签到表"), by=provider, at=at("2026-03-23"))
    accept_fulfilment(done.pk, by=client, at=at("2026-03-24"))
    pack = of_period(agreement, client)
    for words in ("到场不足十人", "Fulfilment contested", "Answered with more evidence", "Fulfilment accepted"):
        assert words in said(pack), words
