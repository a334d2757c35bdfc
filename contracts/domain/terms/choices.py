"""The options of terms that are a choice: code, Chinese, English. Labels read well inside a sentence of a clause."""

from collections.abc import Mapping

from contracts.domain.terms.catalogue_file import Table, shipped_entries


def _options() -> Mapping[str, tuple[str, str]]:
    entries = shipped_entries()
    return {option["code"]: (option["zh"], option["en"]) for entry in entries for option in entry.get("options") or ()}


CHOICES: Mapping[str, tuple[str, str]] = Table(_options)


def choice_label(code: str) -> tuple[str, str] | None:
    """The Chinese and English wording of an option, or None for an unknown code."""
    return CHOICES.get(code)
