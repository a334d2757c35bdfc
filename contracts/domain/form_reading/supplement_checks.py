"""Nothing outside a supplement may count on what is there only when that supplement is chosen."""

from __future__ import annotations

from contracts.domain.form_reading.building import Data, parts
from contracts.domain.form_reading.parts import Form
from contracts.domain.yaml_files.source import Path, Source


def check_supplements(data: Data, form: Form, source: Source) -> None:
    """Notes in `source` what is wrong between the supplements of a form and the rest of it."""
    _check_codes(data, form, source)
    clauses = {clause.number: clause.supplement for clause in form.clauses}
    terms = {term.name: term.supplement for term in form.terms}
    for path, part in parts(data, "terms"):
        home = clauses.get(part.get("clause") or "")
        if home is not None and home != _named(part):
            _mismatch(source, path, f"clause {part.get('clause')} belongs to {_called(home)}", "clause")
    for path, part in parts(data, "breaches"):
        if clauses.get(part.get("clause") or "", "") not in {"", _named(part)}:
            home = clauses[part["clause"]]
            _mismatch(source, path, f"clause {part['clause']} belongs to {_called(home)}", "clause")
        if terms.get(part.get("damages_term") or "", "") not in {"", _named(part)}:
            home = terms[part["damages_term"]]
            _mismatch(source, path, f"{part['damages_term']} belongs to {_called(home)}", "damages_term")


def _check_codes(data: Data, form: Form, source: Source) -> None:
    """The names of supplements and of other parts differ, and what names a supplement names one that is there."""
    codes = {each.code for each in form.supplements}
    other_parts = {"main"} | {clause.part for clause in form.clauses if not clause.supplement}
    for path, part in parts(data, "supplements"):
        if part.get("code") in other_parts:
            source.wrong("duplicate_code", f"{part['code']} is a part of the main text already", *path, "code")
    for name in ("terms", "annexes", "breaches"):
        for path, part in parts(data, name):
            if _named(part) not in {"", *codes}:
                message = f"there is no supplement {_named(part)}"
                source.wrong("supplement_unknown", message, *path, "supplement")


def _named(part: Data) -> str:
    return part.get("supplement") or ""


def _called(supplement: str) -> str:
    return f"the supplement {supplement}: say so here" if supplement else "the main text"


def _mismatch(source: Source, path: Path, message: str, key: str) -> None:
    source.wrong("supplement_mismatch", message, *path, key)
