"""A contract version as the document makers need it: plain values, complete, in the contract's language."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils import translation

from contracts.documents.snapshot import (
    AmendmentSnapshot,
    AnnexSnapshot,
    BreachSnapshot,
    ClauseChangeSnapshot,
    ClauseSnapshot,
    ContractSnapshot,
    GlossarySnapshot,
    PartySnapshot,
    PieceSnapshot,
    Side,
    TermChangeSnapshot,
    TermSnapshot,
    VenueSnapshot,
)
from contracts.domain.terms.catalogue import spec
from contracts.domain.wording.blanks import Values, values_of
from contracts.domain.wording.comparing import compare
from contracts.domain.wording.engaging import third_party_of
from contracts.domain.wording.engaging_words import cap_words, fee_words, role_word
from contracts.domain.wording.preview import ReadableClause, readable_clauses
from contracts.domain.wording.versions import amended_version
from contracts.models import ContractVersion
from contracts.models.versions import Division
from foundation.languages import pick
from parties.models import Party

# The language that is signed. Another one may be printed beneath it, to be read only.
CONTRACT_LANGUAGE = "zh-hans"


def snapshot_of(version: ContractVersion, *, at: datetime, reading: str | None = None) -> ContractSnapshot:
    """The version as it stands now. Two snapshots are equal exactly when the printed contract would be.

    ``reading``: the language printed beneath the binding one, empty for none; by default the version's own.
    """
    language = version.reading_language if reading is None else reading
    binding = _snapshot(version, CONTRACT_LANGUAGE, at)
    return replace(binding, reading=_snapshot(version, language, at)) if language else binding


def _snapshot(version: ContractVersion, language: str, at: datetime) -> ContractSnapshot:
    contract = version.contract
    values = values_of(version)
    return ContractSnapshot(
        number=contract.number,
        version_number=version.number,
        title_zh=contract.title,
        title_en=version.title_en,
        form_id=contract.form_id,
        form_version=str(contract.form_version),
        language=language,
        parties=(_party("A", contract.party_a), _party("B", contract.party_b), *_third_party(version)),
        clauses=tuple(_clauses(version, values, language)),
        terms=tuple(_terms(version, values, language)),
        generated_at=at,
        annexes=tuple(AnnexSnapshot(a.code, pick(language, a.title_zh, a.title_en)) for a in version.annexes.all()),
        breaches=tuple(_breaches(version, language)),
        glossary=tuple(
            GlossarySnapshot(pick(language, entry.term_zh, entry.term_en), pick(language, entry.text_zh, entry.text_en))
            for entry in version.glossary.all()
        ),
        venues=tuple(VenueSnapshot(venue.name, venue.address) for venue in contract.venues.order_by("pk")),
        amendment=_amendment(version, language),
    )


def _amendment(version: ContractVersion, language: str) -> AmendmentSnapshot | None:
    before = amended_version(version)
    if before is None or version.amendment is None:
        return None
    with translation.override(language):
        changes = compare(before, version, language)
    return AmendmentSnapshot(
        number=version.amendment,
        terms=tuple(TermChangeSnapshot(each.label, each.clause, each.old, each.new) for each in changes.terms),
        clauses=tuple(
            ClauseChangeSnapshot(
                each.label, each.heading, tuple(PieceSnapshot(piece.kind, piece.text) for piece in each.pieces)
            )
            for each in changes.clauses
        ),
    )


def _third_party(version: ContractVersion) -> Iterable[PartySnapshot]:
    third = third_party_of(version)
    if third is not None:
        yield _party(
            "third",
            third.party,
            role=role_word(third.role, CONTRACT_LANGUAGE),
            engaged_for=third.engaged_for,
            fee=fee_words(third, CONTRACT_LANGUAGE),
            cap=cap_words(third, CONTRACT_LANGUAGE),
            engagement={
                "role": third.role,
                "engaged_for": third.engaged_for,
                **{name: _plain(getattr(third, name)) for name in ("fee", "share_a", "cap_percent", "cap_amount")},
            },
        )


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _party(side: Side, party: Party, **engagement: Any) -> PartySnapshot:
    return PartySnapshot(
        side=side,
        name=party.name,
        legal_representative=party.legal_representative,
        address=party.address,
        phone=party.phone,
        email=party.email,
        contact=party.contact,
        uscc=party.uscc,
        bank=party.bank_name,
        bank_account=party.bank_account,
        **engagement,
    )


def _clauses(version: ContractVersion, values: Values, language: str) -> Iterable[ClauseSnapshot]:
    for clause in readable_clauses(version, language, values):
        yield ClauseSnapshot(
            number=clause.number,
            kind=_kind(version, clause),
            heading=clause.heading,
            segments=clause.segments,
            heavy=clause.is_heavy,
        )


def _kind(version: ContractVersion, clause: ReadableClause) -> Literal["chapter", "article", "section"]:
    if not clause.is_article:
        return "section"
    return "chapter" if version.division == Division.CHAPTER else "article"


def _terms(version: ContractVersion, values: Values, language: str) -> Iterable[TermSnapshot]:
    for term in version.terms.select_related("clause").order_by("clause__position", "pk"):
        value = values[term.name]
        yield TermSnapshot(
            name=term.name,
            label=spec(term.name).label(language),
            clause_number=term.clause.number,
            value=value.dump() if value else None,
            display=value.display(language) if value else "",
        )


def _breaches(version: ContractVersion, language: str) -> Iterable[BreachSnapshot]:
    for kind in version.breach_kinds.select_related("clause").order_by("clause__position", "pk"):
        text = pick(language, kind.text_zh, kind.text_en)
        yield BreachSnapshot(text=text, fault=kind.fault, clause_number=kind.clause.number)
