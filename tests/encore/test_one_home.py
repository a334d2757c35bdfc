"""What is one number for everybody is written down once: the status of a refused form, what files are accepted."""

import ast
from pathlib import Path

from django.conf import settings

from foundation.accepted_files import DOCUMENTS, EVIDENCE, LARGEST_FILE, SCANS

BASE = Path(settings.BASE_DIR)
FLOORS = ("billing", "complaints", "surveys", "members", "contracts", "parties")


def _homes(value: object) -> list[str]:
    """The modules that write a value down: as a literal, or as one sum of literals."""
    found = []
    for path in (path for floor in FLOORS for path in (BASE / floor).rglob("*.py") if "migrations" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_value = isinstance(node, ast.Constant) and type(node.value) is type(value) and node.value == value
            if is_value or (isinstance(node, ast.BinOp) and _computed(node) == value):
                found.append(str(path.relative_to(BASE)))
    return found


def _computed(node: ast.BinOp) -> object:
    """What a product of numbers comes to; ``None`` for anything else."""
    if not isinstance(node.op, ast.Mult) or any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node)):
        return None
    return eval(compile(ast.Expression(node), "", "eval"))  # numbers of our own code


def test_no_page_writes_the_status_of_a_refused_form_itself() -> None:
    assert _homes(422) == []


def test_no_verb_writes_the_size_of_an_accepted_file_itself() -> None:
    assert _homes(LARGEST_FILE) == ["billing/domain/printing.py"]  # of a document of our own


def test_what_shows_a_paper_is_a_document_and_each_document_is_evidence() -> None:
    assert SCANS < DOCUMENTS < EVIDENCE
    assert {"image/heic", "video/mp4"} <= EVIDENCE - DOCUMENTS
