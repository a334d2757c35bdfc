"""The forms of contract: readable files under `contracts/forms/`, loaded into frozen values.

A form is added by adding its file (see `contracts/forms/README.md`); nothing here names one.
"""

from functools import cache
from pathlib import Path

from contracts.domain.form_reading.building import build_form
from contracts.domain.form_reading.checks import check_form
from contracts.domain.form_reading.parts import (
    Form,
    FormAnnex,
    FormBreach,
    FormClause,
    FormSupplement,
    FormTerm,
    GlossaryEntry,
)
from contracts.domain.form_reading.shape import FORM
from contracts.domain.terms.catalogue_file import CATALOGUE_FILE, mistakes_in_catalogue
from contracts.domain.yaml_files.reading import read_yaml_file
from contracts.domain.yaml_files.source import FileMistakes, Mistake

__all__ = [
    "FORMS_FOLDER",
    "Form",
    "FormAnnex",
    "FormBreach",
    "FormClause",
    "FormMistakes",
    "FormSupplement",
    "FormTerm",
    "GlossaryEntry",
    "Mistake",
    "all_forms",
    "form_files",
    "load_form",
    "mistakes_in",
]

FORMS_FOLDER = Path(__file__).resolve().parent.parent / "forms"


class FormMistakes(FileMistakes):
    """A form file that cannot be used."""


def form_files() -> tuple[Path, ...]:
    """The files of the forms that are shipped, by id."""
    return tuple(path for path in sorted(FORMS_FOLDER.glob("*.yaml")) if path != CATALOGUE_FILE)


def all_forms() -> tuple[Form, ...]:
    """Every form that is shipped, by id. Raises FileMistakes."""
    return tuple(load_form(path.stem) for path in form_files())


def load_form(form: str | Path) -> Form:
    """A shipped form by its id, or the form in a file. Raises LookupError for an unknown id, FileMistakes."""
    return _read_strictly(form) if isinstance(form, Path) else _shipped(form)


@cache
def _shipped(form_id: str) -> Form:
    path = next((path for path in form_files() if path.stem == form_id), None)
    if path is None:
        raise LookupError(f"there is no form {form_id!r}")
    return _read_strictly(path)


def _read_strictly(path: Path) -> Form:
    form, mistakes = _read(path)
    if form is None or mistakes:
        raise FormMistakes(path, mistakes)
    return form


def mistakes_in(path: Path) -> tuple[Mistake, ...]:
    """Everything that is wrong with a form file, or with a catalogue of terms (a file named like ours), by line.

    Empty for a good one. Raises OSError, and FileMistakes where the shipped catalogue is what is wrong.
    """
    return mistakes_in_catalogue(path) if path.name == CATALOGUE_FILE.name else _read(path)[1]


def _read(path: Path) -> tuple[Form | None, tuple[Mistake, ...]]:
    data, source = read_yaml_file(path, FORM)
    form = None
    if data is not None:
        form = build_form(data, source)
        check_form(data, form, source)
    return form, tuple(sorted(set(source.mistakes)))
