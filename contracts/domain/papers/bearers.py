"""Who has to deliver an annex: the side whose clause names it, else the side that took it on (A16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q

from contracts.domain.in_force import terms_of_version
from contracts.domain.texts.annex_names import annexes_named
from contracts.models import AnnexBearer, Clause, ContractVersion
from contracts.models.contracts import Side

if TYPE_CHECKING:
    from contracts.models import Annex

ONE_SIDE = ("A", "B", "as_agreed")


def naming_clauses(version: ContractVersion, annexes: Iterable[Annex]) -> dict[str, list[Clause]]:
    """The clauses that name each annex by its title, in order; by the annex's code."""
    codes = {title: annex.code for annex in annexes for title in (annex.title_zh, annex.title_en)}
    naming = version.clauses.filter(Q(text_zh__contains="附件") | Q(text_en__contains="Annex")).order_by("position")
    found: dict[str, list[Clause]] = {}
    for clause in naming:
        clause.version = version
        named = annexes_named(clause.text_zh) + annexes_named(clause.text_en)
        for code in dict.fromkeys(codes[title] for _number, title in named if title in codes):
            found.setdefault(code, []).append(clause)
    return found


def sides_of(version: ContractVersion, naming: Mapping[str, list[Clause]]) -> dict[str, frozenset[Side]]:
    """The sides that may deliver each annex that a clause names: one where a clause binds one alone, else both.

    ``version`` has its ``contract`` loaded.
    """
    agreed = _agreed_bearer(version)
    return {code: _bound(clauses, agreed) for code, clauses in naming.items()}


def _bound(clauses: Iterable[Clause], agreed: Side) -> frozenset[Side]:
    duty = next((clause.duty for clause in clauses if clause.duty in ONE_SIDE), "")
    if duty == "as_agreed":
        return frozenset({agreed})
    return frozenset({Side(duty)}) if duty else frozenset(Side)


def _agreed_bearer(version: ContractVersion) -> Side:
    """Who bears what the form leaves open; Party B where the wording says nothing."""
    if not version.is_frozen:
        return Side.B
    terms = terms_of_version(version)
    return Side.A if terms.debtor_id == terms.party_a_id else Side.B


def taken_on(contract_id: int) -> dict[str, AnnexBearer]:
    """Who took on which annex; the last word counts."""
    rows = AnnexBearer.objects.filter(contract=contract_id).select_related("party").order_by("pk")
    return {row.code: row for row in rows}
