"""Consulting, paid by instalments and judged by criteria: from the empty draft to the archive."""

import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.journeys import agreement_act, cast, consulting_act, life_act
from tests.journeys.windows import window

pytestmark = pytest.mark.browser

BLANKS: Final = {
    "contract_amount": "200000",
    "first_instalment": "40",
    "first_instalment_within": "10",
    "final_instalment": "60",
    "final_instalment_within": "10",
    "late_fee_rate": "0.05",
    "term_years": "1",
    "signing_place": "浙江省杭州市滨江区",
    **agreement_act.DAMAGES,
}


def test_paid_by_instalments_and_accepted_by_criteria(
    browser: Browser, live_server: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    people, site = cast.gather(), live_server.url
    contract = agreement_act.agree(
        browser, site, people, "consulting", "滨江店会员制度咨询合同", BLANKS, tmp_path / "contract.pdf"
    )
    with window(browser, site) as client, window(browser, site) as finance, window(browser, site) as provider:
        consulting_act.sit_down(people, client=client, finance=finance, provider=provider)
        consulting_act.pay_instalment(finance, contract, "first_instalment")
        consulting_act.say_that_it_was_paid(provider, contract, "first_instalment")
        request = consulting_act.ask_for_acceptance(provider, contract)
        consulting_act.find_one_criterion_unmet(client, request)
        consulting_act.improve(provider, request)
        consulting_act.find_all_criteria_met(client, request)
        consulting_act.pay_instalment(finance, contract, "final_instalment")
        consulting_act.look_into_the_registers(client, contract)
    life_act.end_and_archive(browser, site, people, contract)
    assert worker.poll() is None
