"""Questionnaires to start from: our own texts, as YAML beside the code (surveys/questionnaires), in two languages.

Traditional Chinese is made of the Simplified when a questionnaire is asked in it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from foundation.languages import pick, to_traditional
from foundation.refusals import Refused
from surveys.domain.designing.definition import Definition
from surveys.domain.designing.reading import read_definition

FOLDER: Final = Path(__file__).resolve().parents[2] / "questionnaires"
CODES: Final = ("service", "promoters", "rating", "handling", "training", "promotion")
"""In the order in which they are offered."""
NOTHING: Final = {
    "help": {},
    "required": False,
    "role": "",
    "options": [],
    "rows": [],
    "scale": 5,
    "condition": None,
}
"""What a question of a file may leave out."""


@dataclass(frozen=True)
class Template:
    """A questionnaire to start from. Its texts are {language: text} of ``zh-hans`` and ``en``."""

    code: str
    purpose: str
    name: dict[str, str]
    about: dict[str, str]
    sections: list[dict[str, Any]]

    def named(self, language: str) -> str:
        """Its name in the language of a page."""
        return pick(language, self.name["zh-hans"], self.name["en"])

    def told(self, language: str) -> str:
        """What it is good for, in the language of a page."""
        return pick(language, self.about["zh-hans"], self.about["en"])

    def definition(self, languages: Sequence[str]) -> Definition:
        """What it asks, in these languages."""
        return read_definition({"sections": _worded(self.sections, frozenset(languages))})


def all_templates() -> list[Template]:
    """Those that are offered."""
    return [_read(code) for code in CODES]


def template(code: str) -> Template:
    """The one of this code. Refused: ``surveys.template_unknown``."""
    if code not in CODES:
        raise Refused("surveys.template_unknown", "template")
    return _read(code)


@lru_cache(maxsize=len(CODES))
def _read(code: str) -> Template:
    data = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    sections = [
        {**section, "questions": [NOTHING | question for question in section["questions"]]}
        for section in data["sections"]
    ]
    return Template(code, data["purpose"], data["name"], data["about"], sections)


def _worded(part: Any, languages: frozenset[str]) -> Any:
    """The same part, each text in these languages alone."""
    if isinstance(part, list):
        return [_worded(each, languages) for each in part]
    if not isinstance(part, dict):
        return part
    if set(part) == {"zh-hans", "en"}:
        texts = {**part, "zh-hant": to_traditional(part["zh-hans"])}
        return {language: text for language, text in texts.items() if language in languages}
    return {name: _worded(each, languages) for name, each in part.items()}
