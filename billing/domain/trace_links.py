"""What a trace is made of: links from an invoice line back to a page of the signed PDF, or to a signed paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of links, in the order in which a trace walks them."""

    INVOICE_LINE = "invoice_line"
    ADJUSTMENT = "adjustment"
    FEE = "fee"
    DAMAGES = "damages"
    BREACH = "breach"
    MEASUREMENT = "measurement"
    OBLIGATION = "obligation"
    DEADLINE = "deadline"
    COMPLAINT = "complaint"
    TERM = "term"
    CLAUSE = "clause"
    VERSION = "version"
    SIGNED_PDF = "signed_pdf"
    SIGNED_PAPER = "signed_paper"


@dataclass(frozen=True)
class Link:
    """One link: what it is, which row, what it says, and the codes of what is wrong with it (none: it holds)."""

    kind: Kind
    id: int | None
    facts: Mapping[str, object]
    problems: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Numbers of money and moments as text, so that nothing is lost on the way."""
        facts = {name: _plain(fact) for name, fact in self.facts.items()}
        return {"kind": self.kind.value, "id": self.id, "facts": facts, "problems": list(self.problems)}


@dataclass(frozen=True)
class Trace:
    """The whole chain of one invoice line."""

    invoice_id: int
    invoice_number: str | None
    position: int
    amount: Decimal
    links: tuple[Link, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every link holds."""
        return not any(link.problems for link in self.links)

    @property
    def broken(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.problems)

    def link(self, kind: Kind) -> Link | None:
        """The link of a kind; ``None`` where the cause has none (a breach recorded by hand has no deadline)."""
        return next((link for link in self.links if link.kind == kind), None)

    def as_json(self) -> dict[str, object]:
        return {
            "invoice": self.invoice_number,
            "line": self.position,
            "amount": str(self.amount),
            "whole": self.is_whole,
            "links": [link.as_json() for link in self.links],
        }


def _plain(fact: object) -> object:
    if isinstance(fact, datetime | date):
        return fact.isoformat()
    return str(fact) if isinstance(fact, Decimal) else fact
