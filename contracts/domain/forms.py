"""The forms of contract: readable files under `contracts/forms/`, loaded into frozen values.

A form is added by adding its file (see `contracts/forms/README.md`); nothing here names one.
"""

from functools import cache
from pathlib import Path

from contracts.domain.form_building import build_form
from contracts.domain.form_checks import check_form
from contracts.domain.form_parts import Form, FormAnnex, FormBreach, FormClause, FormTerm, GlossaryEntry
from contracts.domain.form_shape import FORM
from contracts.domain.form_source import Mistake, read_yaml

__all__ = [
    "FORMS_FOLDER",
    "Form",
    "FormAnnex",
    "FormBreach",
    "FormClause",
    "FormMistakes",
    "FormTerm",
    "GlossaryEntry",
    "Mistake",
    "all_forms",
    "load_form",
    "mistakes_in",
]

FORMS_FOLDER = Path(__file__).resolve().parent.parent / "forms"


class FormMistakes(Exception):
    """A form file that cannot be used. `mistakes` lists everything that is wrong with it, by line."""

    def __init__(self, path: Path, mistakes: tuple[Mistake, ...]) -> None:
        self.path, self.mistakes = path, mistakes
        super().__init__("\n".join(f"{path.name}:{mistake}" for mistake in mistakes))


def all_forms() -> tuple[Form, ...]:
    """Every form that is shipped, by id. Raises FormMistakes."""
    return tuple(load_form(path.stem) for path in sorted(FORMS_FOLDER.glob("*.yaml")))


def load_form(form: str | Path) -> Form:
    """A shipped form by its id, or the form in a file. Raises LookupError for an unknown id, FormMistakes."""
    return _read_strictly(form) if isinstance(form, Path) else _shipped(form)


@cache
def _shipped(form_id: str) -> Form:
    path = next((path for path in FORMS_FOLDER.glob("*.yaml") if path.stem == form_id), None)
    if path is None:
        raise LookupError(f"there is no form {form_id!r}")
    return _read_strictly(path)


def _read_strictly(path: Path) -> Form:
    form, mistakes = _read(path)
    if form is None or mistakes:
        raise FormMistakes(path, mistakes)
    return form


def mistakes_in(path: Path) -> tuple[Mistake, ...]:
    """Everything that is wrong with a form file, by line; empty for a good one. Raises OSError."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Form | None, tuple[Mistake, ...]]:
    try:
        data, source = read_yaml(path.read_text(encoding="utf-8"), FORM)
    except UnicodeDecodeError as error:
        return None, (Mistake(1, "yaml", f"the file is not UTF-8: {error.reason}"),)
    form = None
    if data is not None:
        form = build_form(data, source)
        check_form(data, form, source)
    return form, tuple(sorted(set(source.mistakes)))
