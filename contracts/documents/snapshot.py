"""What a contract's PDF is made from: a frozen copy of one contract version, without any model or query.

The domain builds it from rows; the same snapshot always gives the same document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.domain.texts.rendering import Segment

Side = Literal["A", "B", "third"]


@dataclass(frozen=True)
class PartySnapshot:
    """A party as it stood when the contract was sent.

    `role` names a third party's part (witness, adviser …); `engaged_for`, `fee` and `cap` say how it is engaged, as
    printed; `engagement` holds the same as values, for the embedded terms.
    """

    side: Side
    name: str
    legal_representative: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    contact: str = ""
    uscc: str = ""
    bank: str = ""
    bank_account: str = ""
    role: str = ""
    engaged_for: str = ""
    fee: str = ""
    cap: str = ""
    engagement: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class ClauseSnapshot:
    """A numbered clause, its text as `render_clause` cut it. `heavy` clauses are printed so that they strike the eye
    (Civil Code 496)."""

    number: str
    kind: Literal["chapter", "article", "section"]
    heading: str
    segments: tuple[Segment, ...] = ()
    heavy: bool = False

    @property
    def anchor(self) -> str:
        """The clause's name inside the PDF: the target of links and the key of its page."""
        return "clause-" + re.sub(r"[^0-9A-Za-z]+", "-", self.number)


@dataclass(frozen=True)
class TermSnapshot:
    """A typed value of the contract. `value` is what `TermValue.dump` gave, `display` what the clause prints."""

    name: str
    label: str
    clause_number: str
    value: Mapping[str, int | str] | None
    display: str


@dataclass(frozen=True)
class AnnexSnapshot:
    code: str
    title: str


@dataclass(frozen=True)
class BreachSnapshot:
    """An entry of the breach catalogue; `fault` is `A`, `B`, `either` or `third`."""

    text: str
    fault: str
    clause_number: str


@dataclass(frozen=True)
class GlossarySnapshot:
    word: str
    meaning: str


@dataclass(frozen=True)
class VenueSnapshot:
    name: str
    address: str = ""


@dataclass(frozen=True)
class PieceSnapshot:
    """A run of text that stands in both wordings of a clause, or only in the old or the new one."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class ClauseChangeSnapshot:
    """A clause that an amendment adds, removes or words anew; its old and new text merged, in reading order."""

    label: str
    heading: str
    pieces: tuple[PieceSnapshot, ...]

    @property
    def old(self) -> tuple[PieceSnapshot, ...]:
        return tuple(piece for piece in self.pieces if piece.kind != "added")

    @property
    def new(self) -> tuple[PieceSnapshot, ...]:
        return tuple(piece for piece in self.pieces if piece.kind != "removed")


@dataclass(frozen=True)
class TermChangeSnapshot:
    """An agreed value that an amendment changes, as printed; an empty one was or becomes a blank."""

    label: str
    clause_number: str
    old: str
    new: str


@dataclass(frozen=True)
class AmendmentSnapshot:
    """Which supplementary agreement 补充协议 it is, and what it changes."""

    number: int
    terms: tuple[TermChangeSnapshot, ...]
    clauses: tuple[ClauseChangeSnapshot, ...]


@dataclass(frozen=True)
class ContractSnapshot:
    """One version of a contract, complete. `language` is `zh-hans`, `zh-hant` or `en`; texts are already in it.

    `amendment`: set where the version is a supplementary agreement; the rest is then the contract as amended.
    `reading`: the same version in the language that is printed beneath it to be read; it binds nobody.
    """

    number: str
    version_number: int
    title_zh: str
    title_en: str
    form_id: str
    form_version: str
    language: str
    parties: tuple[PartySnapshot, ...]
    clauses: tuple[ClauseSnapshot, ...]
    terms: tuple[TermSnapshot, ...]
    generated_at: datetime
    annexes: tuple[AnnexSnapshot, ...] = ()
    breaches: tuple[BreachSnapshot, ...] = ()
    glossary: tuple[GlossarySnapshot, ...] = ()
    venues: tuple[VenueSnapshot, ...] = ()
    amendment: AmendmentSnapshot | None = None
    reading: ContractSnapshot | None = None

    @property
    def keyed_parties(self) -> tuple[tuple[str, PartySnapshot], ...]:
        """The parties under the keys that name their signature fields: A, B, third, third-2 …"""
        seen: dict[str, int] = {}
        keyed = []
        for party in self.parties:
            seen[party.side] = nth = seen.get(party.side, 0) + 1
            keyed.append((party.side if nth == 1 else f"{party.side}-{nth}", party))
        return tuple(keyed)
