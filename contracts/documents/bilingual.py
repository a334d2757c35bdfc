"""The binding words, and beneath them the same in the language that they may be read in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.html import format_html

from contracts.documents.snapshot import ContractSnapshot
from contracts.documents.wording import word, words

Row = TypeVar("Row")
# These stand in places that hold one line of one language.
_ALONE = frozenset({"number", "signed_by", "seal_place", "date", "terms_file"})


@dataclass(frozen=True)
class Reader:
    """Puts the reading beneath the binding words; where a contract has none, they stand alone.

    `language` is the one to read in, empty for none.
    """

    binding: str
    language: str

    @classmethod
    def of(cls, snapshot: ContractSnapshot) -> Reader:
        return cls(snapshot.language, snapshot.reading.language if snapshot.reading else "")

    def text(self, binding: str, reading: str) -> str:
        """Both wordings as HTML, everything escaped. What was never translated is not repeated."""
        if not self.language or not reading or reading == binding:
            return format_html("{}", binding)
        return format_html('{}<span class="reading" lang="{}"> {}</span>', binding, self.language, reading)

    def word(self, key: str) -> str:
        """A fixed word. Raises KeyError for an unknown one."""
        return self.text(word(key, self.binding), word(key, self.language) if self.language else "")

    def words(self) -> dict[str, str]:
        """All fixed words, for templates."""
        alone = words(self.binding)
        return {key: alone[key] if key in _ALONE else self.word(key) for key in alone}

    def pairs(self, binding: Sequence[Row], reading: Sequence[Row] | None) -> Iterator[tuple[Row, Row]]:
        """Each part of the contract with the same part in the other language, or with itself."""
        return zip(binding, binding if reading is None else reading, strict=True)
