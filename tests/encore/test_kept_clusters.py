"""The cluster that test runs share is made anew when anything that made it has changed."""

from pathlib import Path

import pytest

from tests import database

MAKERS = (
    "contracts/migrations/0001_initial.py",
    "foundation/sql.py",
    "encore/database_roles.py",
    "encore/embedded_postgres.py",
)


def test_each_thing_that_makes_the_kept_cluster_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in MAKERS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(database, "PROJECT", tmp_path)
    seen = {database.hash_of_migrations()}
    for name in MAKERS:
        (tmp_path / name).write_text("after")
        seen.add(database.hash_of_migrations())
    assert len(seen) == 1 + len(MAKERS)
