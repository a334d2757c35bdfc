"""What the settings promise: where data lies, who may read it, what the logs and the broker do."""

import json
import logging
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from encore.celery import app
from encore.checks import missing_library
from encore.data_folder import PROJECT, kept_secret_key
from encore.log_format import JsonFormatter

PRINT = "from django.conf import settings; import json; print(json.dumps({expression}, default=str))"


def setting(expression: str, environment: dict[str, str]) -> object:
    """The value of `expression` in a fresh process with exactly this environment."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT.format(expression=expression)],
        cwd=PROJECT,
        env={"DJANGO_SETTINGS_MODULE": "encore.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = kept_secret_key(tmp_path / "new")
    assert len(key) > 60
    assert kept_secret_key(tmp_path / "new") == key
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_everything_that_is_kept_lies_in_the_data_folder(tmp_path: Path) -> None:
    places = setting(
        "[settings.MEDIA_ROOT, settings.STATIC_ROOT, settings.EMAIL_FILE_PATH, settings.DATABASES['default']['HOST'],"
        " settings.CELERY_BROKER_TRANSPORT_OPTIONS['data_folder_in'], settings.CELERY_BEAT_SCHEDULE_FILENAME]",
        {"ENCORE_DATA": str(tmp_path)},
    )
    assert places == [
        f"{tmp_path}/{name}" for name in ("files", "static", "mail", "postgres/run", "broker/queue", "beat-schedule")
    ]


def test_servers_are_chosen_by_the_environment(tmp_path: Path) -> None:
    chosen = setting(
        "[settings.DATABASES['default']['HOST'], settings.CELERY_BROKER_URL, settings.EMAIL_HOST,"
        " settings.STORAGES['default']]",
        {
            "ENCORE_DATA": str(tmp_path),
            "DATABASE_URL": "postgresql://app@db.example/encore",
            "CELERY_BROKER_URL": "redis://broker.example/0",
            "EMAIL_URL": "submission://user:password@mail.example:587",
            "FILE_STORAGE": "storages.backends.s3.S3Storage",
            "FILE_STORAGE_OPTIONS": '{"bucket_name": "files"}',
        },
    )
    assert chosen == [
        "db.example",
        "redis://broker.example/0",
        "mail.example",
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "files"}},
    ]


def test_with_https_cookies_and_redirects_are_safe(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_PRELOAD")
    expression = "[" + ", ".join(f"settings.{name}" for name in names) + "]"
    assert setting(expression, {"ENCORE_DATA": str(tmp_path), "HTTPS": "1"}) == [True] * 4
    assert setting(expression, {"ENCORE_DATA": str(tmp_path)}) == [False] * 4


def test_no_page_may_run_inline_scripts_or_styles() -> None:
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert sources["script-src"] == sources["style-src"] == sources["default-src"] == ["'self'"]
    assert sources["img-src"] == ["'self'", "data:", "blob:"]


WAKE = """
import time
from encore.celery import app
from kombu.exceptions import OperationalError
for _ in range(3):
    started = time.monotonic()
    try:
        app.send_task("foundation.tasks.run_due_jobs")
    except OperationalError:
        print(time.monotonic() - started)
"""


@pytest.mark.parametrize("listens", [False, True], ids=["refuses", "accepts and never answers"])
def test_waking_the_worker_fails_fast_when_the_broker_is_away(tmp_path: Path, listens: bool) -> None:
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        if listens:
            broker.listen()
        done = subprocess.run(
            [sys.executable, "-c", WAKE],
            cwd=PROJECT,
            env={
                "ENCORE_DATA": str(tmp_path),
                "CELERY_BROKER_URL": f"redis://127.0.0.1:{broker.getsockname()[1]}/0",
                "DJANGO_SETTINGS_MODULE": "encore.settings",
            },
            capture_output=True,
            text=True,
            check=True,
        )
    seconds = [float(line) for line in done.stdout.splitlines()]
    assert len(seconds) == 3
    # The first one also loads Celery.
    assert min(seconds) < 0.2


def test_the_beats_call_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_a_log_line_is_json_without_the_message_of_the_exception() -> None:
    try:
        raise ValueError("mail of li.na@example.cn")
    except ValueError:
        record = logging.getLogger("encore").makeRecord(
            "encore", logging.ERROR, __file__, 1, "job %s failed", (7,), sys.exc_info(), extra={"job_id": 7}
        )
    text = JsonFormatter().format(record)
    line = json.loads(text)
    assert (line["level"], line["message"], line["job_id"], line["exception"]) == (
        "ERROR",
        "job 7 failed",
        7,
        "ValueError",
    )
    assert "li.na" not in text


def test_a_log_line_of_a_request_does_not_hold_its_address() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/sign/token",), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "Not Found: %s"


def test_this_machine_has_the_libraries_for_pdfs_and_a_missing_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_library() is None
    monkeypatch.setattr("encore.checks.LIBRARIES", ("libencore-is-not-there.so.0",))
    assert "The system library libencore-is-not-there.so.0" in str(missing_library())


def test_checking_the_libraries_takes_no_time() -> None:
    started = time.monotonic()
    missing_library()
    assert time.monotonic() - started < 0.5
