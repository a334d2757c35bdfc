"""The floor's page, opened for the first time on a slow phone in a slow network: its weight, its time in chromium."""

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from bench.rows import Row
from bench.server import keys_of, server
from parties.domain.roles import Role
from tests.complaints.factories import house

MOST_BYTES: Final = 150 * 1024
SLOWER_CPU: Final = 4
SLOW_4G: Final = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""As Lighthouse has it: 1.6 Mbit/s down, 150 ms there and back."""
TARGET: Final = 5.0
"""Seconds until it can be used."""
ROUNDS: Final = 3
ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def measure() -> Iterator[Row]:
    """Bytes on the wire and seconds from the address to a page that takes taps; the files as `make run` serves them.

    The page itself is compressed as the proxy of the installation does it.
    """
    ktv = house(since=timezone.now() - timedelta(days=30))
    session, _token = keys_of(ktv.people[Role.FLOOR])
    storage = {"STATIC_STORAGE": "encore.static_storage.HashedStaticFiles", "BENCH_COMPRESSES": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        env=os.environ | storage,
        check=True,
    )
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with server(**storage) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        _first_load(browser, port, session)  # the server draws its first page
        loads = [_first_load(browser, port, session) for _each in range(ROUNDS)]
        browser.close()
    weight = statistics.median(weight for weight, _took in loads)
    yield Row("first load of the floor's page / 150 KB", "compressed", weight / 1024, MOST_BYTES / 1024, "KB")
    took = statistics.median(took for _weight, took in loads)
    yield Row("first load of the floor's page / 5 s", "CPU ×4, 4G", took, TARGET, "s")


def _first_load(browser: Browser, port: int, session: str) -> tuple[int, float]:
    """(bytes, seconds) in a window that has seen nothing yet."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers="block")
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(round(event["encodedDataLength"])))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(f"{address}/floor/", wait_until="load")
    page.wait_for_selector("html[data-floor=ready]", state="attached")
    took: float = page.evaluate("performance.now()") / 1000
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes), took
