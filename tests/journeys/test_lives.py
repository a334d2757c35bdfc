"""Contracts of other forms, from the empty draft to the archive, each by the people of both sides in their browsers."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from contracts.models import Contract
from tests.journeys import cast, drafting_act, life_act, signing_act
from tests.journeys.cast import Cast
from tests.journeys.windows import PHONE, window

pytestmark = pytest.mark.browser

DAMAGES: Final = {"damages_per_breach": "0.5%", "damages_cap_month": "5", "damages_cap_total": "10"}
CONSULTING: Final = {
    "contract_amount": "200000",
    "first_instalment": "40",
    "first_instalment_within": "10",
    "final_instalment": "60",
    "final_instalment_within": "10",
    "late_fee_rate": "0.05",
    "term_years": "1",
    "signing_place": "浙江省杭州市滨江区",
    **DAMAGES,
}


def agreed(browser: Browser, site: str, people: Cast, form: str, blanks: Mapping[str, str], copy: Path) -> Contract:
    """Drafted, sent, signed and sealed by every party, and judged valid by a stranger."""
    with window(browser, site) as desk:
        contract = drafting_act.start(desk, people, form, f"示例合同 {form}")
        drafting_act.fill(desk, blanks)
        drafting_act.send(desk, people, contract)
    for signer in people.signers.values():
        with window(browser, site, size=PHONE) as room:
            signing_act.sign_and_seal(room, signer)
            signing_act.download(room, copy)
    contract.refresh_from_db()
    assert contract.is_effective
    with window(browser, site) as anybody:
        signing_act.verify_as_anybody(anybody, copy, contract)
    return contract


def test_consulting_from_the_draft_to_the_archive(
    browser: Browser, live_server: Any, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    people = cast.gather()
    contract = agreed(browser, live_server.url, people, "consulting", CONSULTING, tmp_path / "contract.pdf")
    life_act.end_and_archive(browser, live_server.url, people, contract)
    assert worker.poll() is None
