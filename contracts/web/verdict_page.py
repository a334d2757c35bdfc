"""A verdict as a page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from contracts.documents.verdict import IDENTITIES, JUDGEMENTS, SignatureReport, Verdict
from contracts.domain.terms.catalogue import spec
from contracts.domain.terms.values import load
from foundation.refusals import Refused

TONES = {"valid": "ok", "changed": "danger", "invalid": "attention"}
ICONS = {"valid": "shield-check", "changed": "shield-x", "invalid": "shield-question"}


@dataclass(frozen=True)
class ReadTerm:
    """A term as the file carries it, in the reader's language."""

    label: str
    value: str
    clause: str


class VerdictPage:
    """What the template asks of a verdict."""

    def __init__(self, verdict: Verdict, language: str) -> None:
        self.verdict = verdict
        self.language = language

    @property
    def sentence(self) -> str | Promise:
        return JUDGEMENTS[self.verdict.judgement]

    @property
    def identity(self) -> str | Promise:
        return IDENTITIES[self.verdict.identity]

    @property
    def tone(self) -> str:
        return TONES[self.verdict.judgement]

    @property
    def icon(self) -> str:
        return ICONS[self.verdict.judgement]

    @property
    def signatures(self) -> list[SignatureReport]:
        """Those of the parties; the certification comes before them."""
        return [report for report in self.verdict.signatures if report.party]

    @property
    def terms(self) -> Iterator[ReadTerm]:
        """The terms inside, read back: typed values where this installation knows the term, else as printed."""
        for term in self.verdict.terms:
            yield self._read(term)

    def _read(self, term: dict[str, object]) -> ReadTerm:
        label, value = str(term.get("label", "")), str(term.get("display", ""))
        try:
            label = spec(str(term.get("name", ""))).label(self.language)
            dumped = term.get("value")
            value = load(dumped).display(self.language) if isinstance(dumped, dict) else ""
        except Refused:
            pass  # a newer installation's term: shown as its own file prints it
        return ReadTerm(label, value, str(term.get("clause", "")))
