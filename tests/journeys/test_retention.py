"""The frame contract with Party A leading and an intermediary that signs as the third one: from draft to archive."""

import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.journeys import agreement_act, cast, drafting_act, evidence_act, life_act, third_act
from tests.journeys.windows import window

pytestmark = pytest.mark.browser

BLANKS: Final = {
    "contract_amount": "600000",
    "term_years": "1",
    "satisfaction_target": "90",
    "reply_within": "24",
    "reply_major_within": "12",
    "verify_within": "24",
    "plan_within": "48",
    "execute_within": "72",
    "feedback_within": "24",
    "survey_interval": "3",
    "statement_interval": "3",
    "termination_notice": "30",
    "termination_notice__kind": "days",
    "leak_notice_within": "24",
    "arbitration_body": "示例仲裁委员会",
    "exclusivity_term": "1",
    "exclusivity_term__kind": "years",
    "plan_submit_within": "20",
    "plan_answer_within": "5",
    "intermediary_fee": drafting_act.FEE,
    "intermediary_share_a": "50",
    "intermediary_share_b": "50",
    "intermediary_removal_notice": "15",
    **agreement_act.DAMAGES,
}


def test_with_party_a_leading_and_a_third_one_who_signs(
    browser: Browser, live_server: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    people, site = cast.with_intermediary(cast.gather()), live_server.url
    with window(browser, site) as desk:
        third_act.keep_a_seal(desk, people, tmp_path / "seal.png")
    contract = agreement_act.agree(
        browser,
        site,
        people,
        "retention",
        "滨江店会员保留合同",
        BLANKS,
        tmp_path / "contract.pdf",
        supplements=("a_leads", "intermediary"),
    )
    with window(browser, site) as desk:
        third_act.see_own_engagement(desk, people, contract)
    with window(browser, site) as desk:
        evidence_act.take_a_pack_along(desk, people, contract, tmp_path / "pack.zip")
    evidence_act.check_it_as_anybody(tmp_path / "pack.zip", tmp_path / "pack")
    life_act.end_and_archive(browser, site, people, contract)
    assert worker.poll() is None
