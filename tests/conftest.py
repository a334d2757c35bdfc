"""What every test may ask for: the database as the app sees it, the owner's view of it, a browser, a worker process."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import dj_database_url
import hypothesis
import psycopg2
import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg2 import extensions

from encore.data_folder import PROJECT
from tests.cleaning import Cleaner
from tests.database import admin_address, test_database
from tests.worlds import Worlds, keep_in

CLEANER = pytest.StashKey[Cleaner]()


def pytest_configure() -> None:
    # A slow machine makes no test wrong: times are measured in `make bench`.
    hypothesis.settings.register_profile("encore", deadline=None)
    hypothesis.settings.load_profile("encore")
    # Argon2 is slow on purpose; tests log in hundreds of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The workers of a run share a data folder: in a cache of files one would clear what another counts.
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem, "OPTIONS": {"MAX_ENTRIES": 100_000}}}
    # Nothing is collected for tests: style sheets and scripts are served from where they lie.
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: a walk through the browser that begins last keeps one core waiting for minutes."""
    long = {item.path for item in items if {"browser", "drill"} & {mark.name for mark in item.iter_markers()}}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: a tenth of a run's time would go into looking whether it is rubbish."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def database_addresses(django_test_environment: None, django_db_blocker: Any) -> Iterator[tuple[str, str]]:
    """The addresses of this worker's database: for the app, for the owner."""
    with django_db_blocker.unblock(), test_database() as addresses:
        yield addresses


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    database_addresses: tuple[str, str],
) -> Iterator[None]:
    """Replaces pytest-django's own: the database exists already, and the app's login may not create one."""
    app_url, owner_url = database_addresses
    connection.settings_dict.update(dj_database_url.parse(app_url))
    connection_created.connect(_act_as_test_set_up)
    owner = psycopg2.connect(owner_url)
    owner.autocommit = True
    admin_url = admin_address(owner_url)
    admin = psycopg2.connect(admin_url) if admin_url else None
    if admin:
        admin.autocommit = True
    cleaner = Cleaner(owner, admin)
    # Django would empty the tables with the login of the app, which may not TRUNCATE, and for a good reason.
    TransactionTestCase._fixture_teardown = lambda case: cleaner.clean()  # type: ignore[attr-defined]
    request.config.stash[CLEANER] = cleaner
    if admin:
        keep_in(Worlds(admin, cleaner))
    yield
    keep_in(None)
    del request.config.stash[CLEANER]
    if admin:
        admin.close()
    owner.close()
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Every few tests, when all that one had is gone, the database gives back what they took."""
    yield
    if cleaner := item.config.stash.get(CLEANER, None):
        cleaner.count_a_test()


def _act_as_test_set_up(connection: Any, **_signal: object) -> None:
    """Lets factories write audited tables. Only for the thread of the test: a live server must name its own actor."""
    if threading.current_thread() is threading.main_thread():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('encore.actor', 'test set-up', false)")


@pytest.fixture
def owner_connection(transactional_db: None, database_addresses: tuple[str, str]) -> Iterator[extensions.connection]:
    """A session of the owner of the tables, each statement its own transaction; it sees only what is committed."""
    session = psycopg2.connect(database_addresses[1])
    session.autocommit = True
    yield session
    session.close()


@pytest.fixture
def app_connection(transactional_db: None, database_addresses: tuple[str, str]) -> Iterator[extensions.connection]:
    """A second session of the app's own login, each statement its own transaction."""
    session = psycopg2.connect(database_addresses[0])
    session.autocommit = True
    yield session
    session.close()


@pytest.fixture
def process_environment(database_addresses: tuple[str, str]) -> dict[str, str]:
    """The environment in which another process of the product works on the database of this test."""
    app_url, owner_url = database_addresses
    return {**os.environ, "DATABASE_URL": app_url, "DATABASE_OWNER_URL": owner_url}


@pytest.fixture
def worker(transactional_db: None, process_environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker with its beat, on the database of this test; killed afterwards, whatever it does."""
    process = start_worker(process_environment)
    yield process
    kill_with_children(process)


WORKER = ("--quiet", "-A", "encore", "worker", "-B", "--concurrency", "1")


class Process(Protocol):
    """As much of a process as its keeper needs."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self) -> int: ...


def start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a Celery worker with its beat in a session of its own, and wait until it takes tasks."""
    ready = ready_file(environment)
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", *WORKER],
        cwd=PROJECT,
        env={**environment, "CELERY_READY_FILE": str(ready)},
        start_new_session=True,
    )
    wait_for_worker(process, ready)
    return process


def ready_file(environment: dict[str, str]) -> Path:
    """A new one, which is there when the worker that is told of it takes tasks."""
    return Path(environment["ENCORE_DATA"]) / f"worker-ready-{uuid.uuid4()}"


def wait_for_worker(process: Process, ready: Path) -> None:
    """Wait until it takes tasks."""
    until = time.monotonic() + 60
    while not ready.exists():
        assert process.poll() is None, "the worker ended while starting"
        assert time.monotonic() < until, "the worker did not become ready"
        time.sleep(0.02)


def kill_with_children(process: Process) -> None:
    """SIGKILL a process that leads a session of its own, and all that it started itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(autouse=True)
def _language_of_nobody() -> Iterator[None]:
    """The language that one test's visitor asked for is not that of the next."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, which no test may send out to the network.

    One for a file: Playwright keeps an event loop running in this thread, and the tests after would sign within it.
    """
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
        arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        arguments += ["--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh window on the live server, with nobody logged in; script errors on the page fail the test."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
