"""A side takes evidence along, and a stranger checks it without the system."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from django.utils import timezone
from playwright.sync_api import expect

from contracts.documents.pack_signature import ca_fingerprint
from contracts.models import Contract
from parties.domain.roles import Role
from tests.journeys.cast import Cast
from tests.journeys.windows import Window


def take_a_pack_along(desk: Window, cast: Cast, contract: Contract, copy: Path) -> None:
    """The client asks for all that happened today; the page itself says when it is made."""
    desk.sign_in(cast.email(Role.CONTRACT_OWNER))
    desk.open(f"/contracts/{contract.pk}/")
    desk.follow("main a[href$='/evidence/']")
    today = timezone.localdate().isoformat()
    desk.page.fill("[name=first_day]", today)
    desk.page.fill("[name=last_day]", today)
    desk.page.fill("[name=reason]", "留存备查")
    desk.submit()
    finished = desk.page.locator("main .enc-list-item a[download]")
    expect(finished).to_be_visible()
    desk.show("evidence")
    with desk.page.expect_download() as coming:
        finished.click()
    coming.value.save_as(copy)


def check_it_as_anybody(pack: Path, folder: Path) -> None:
    """By the program inside, with the fingerprint that was told by another way; one changed byte is found."""
    with ZipFile(pack) as zipped:
        zipped.extractall(folder)
    assert _verify(folder) == 0
    (folder / "data" / "records.json").write_bytes(b"[]")
    assert _verify(folder) == 1


def _verify(folder: Path) -> int:
    order = [sys.executable, "verify.py", "--ca-fingerprint", ca_fingerprint()]
    return subprocess.run(order, cwd=folder, check=False, capture_output=True).returncode
