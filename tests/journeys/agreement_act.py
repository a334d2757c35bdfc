"""The first two acts in one, for contracts whose own story begins once they are in force."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from contracts.models import Contract
from tests.journeys import drafting_act, signing_act
from tests.journeys.cast import Cast
from tests.journeys.windows import PHONE, window

DAMAGES: Final = {"damages_per_breach": "0.5%", "damages_cap_month": "5", "damages_cap_total": "10"}


def agree(
    browser: Browser,
    site: str,
    cast: Cast,
    form: str,
    title: str,
    blanks: dict[str, str],
    copy: Path,
    *,
    supplements: Sequence[str] = (),
) -> Contract:
    """Drafted, sent, signed and sealed by every party, each on a phone, and judged valid by a stranger.

    A cast with a third party engages it, and signs in the order of the sides.
    """
    with window(browser, site) as desk:
        contract = drafting_act.start(desk, cast, form, title, supplements=supplements)
        if cast.third:
            drafting_act.engage(desk, cast.third, contract)
        drafting_act.fill(desk, blanks)
        drafting_act.send(desk, cast, contract, order=tuple(cast.signers) if cast.third else ())
    for signer in cast.signers.values():
        with window(browser, site, size=PHONE) as room:
            signing_act.sign_and_seal(room, signer)
            signing_act.download(room, copy)
    contract.refresh_from_db()
    assert contract.is_effective
    with window(browser, site) as anybody:
        signing_act.verify_as_anybody(anybody, copy, contract, signatures=len(cast.signers))
    return contract
