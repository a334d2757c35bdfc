"""A seam is a place where a floor or a room lets another one in; one that nobody uses is no seam but dead code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
FLOORS = (
    "billing",
    "complaints",
    "surveys",
    "members",
    "contracts",
    "deadlines",
    "ledger",
    "parties",
    "foundation",
    "encore",
)
WIRING = ("wiring.py", "places.py", "apps.py")
ROWS = {"register_of", "register_party", "register_seal"}
"""What reads or writes registers of the business: verbs, no seams."""


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _sources() -> list[Path]:
    found = (path for floor in FLOORS for path in (BASE / floor).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(BASE).with_suffix("").parts)


def _seams() -> list[str]:
    """``module.function`` of each register function of a domain room, and of the connect functions beside them."""
    return [
        f"{_module(path)}.{node.name}"
        for path in _sources()
        if "domain" in path.parts
        for node in _parsed(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("register", "connect")) and node.name not in ROWS
    ]


def _called(path: Path) -> Iterator[str]:
    """The full names of what a module calls, as far as its imports tell."""
    tree = _parsed(path)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield known.get(name, f"{_module(path)}.{name}")
                case ast.Attribute(value=ast.Name(id=module), attr=name):
                    yield f"{known.get(module, module)}.{name}"


def _wiring() -> list[Path]:
    """The modules that connect, and those whose own ``connect`` one of them calls."""
    named = [path for path in _sources() if path.name in WIRING]
    called = {name for path in named for name in _called(path)}
    return [*named, *(path for path in _sources() if f"{_module(path)}.connect" in called)]


@cache
def _connected() -> frozenset[str]:
    """What is called in the wiring modules, looked up once for all seams."""
    return frozenset(name for path in _wiring() for name in _called(path))


def test_there_are_seams_and_wirings_to_look_at() -> None:
    assert {"contracts.domain.evidence.parts.register", "deadlines.domain.consequences.register"} <= set(_seams())
    assert {"contracts.domain.wiring", "billing.domain.wiring"} <= {_module(path) for path in _wiring()}


@pytest.mark.parametrize("seam", _seams())
def test_every_seam_has_a_caller_in_a_wiring_module(seam: str) -> None:
    assert seam in _connected()
