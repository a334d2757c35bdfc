"""The rule of the documents room that import-linter cannot state: it names packages of others only as a whole."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

FORBIDDEN = ("django.db", "django.http")
DOCUMENTS = sorted(Path(settings.BASE_DIR).glob("*/documents/*.py"))


def _imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{each.name}" for each in node.names]
    return names


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_documents_know_neither_database_nor_requests(path: Path) -> None:
    assert [name for name in _imported(path) if f"{name}.".startswith(tuple(f"{each}." for each in FORBIDDEN))] == []


def test_there_are_documents_to_look_at() -> None:
    assert {path.parent.parent.name for path in DOCUMENTS} == {
        "billing",
        "complaints",
        "contracts",
        "members",
        "surveys",
    }
