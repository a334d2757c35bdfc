"""Keeping versions of annexes; the file that proves a duty done is the annex that the duty asks for, kept once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Max

from contracts.domain.duties.schedules import SERIES
from contracts.models import Annex, AnnexVersion, Contract, Obligation, ObligationEvidence

if TYPE_CHECKING:
    from foundation.models import StoredFile
    from parties.domain.scope import Scope

LONGEST_NOTE: Final = 500


def keep_version(
    contract: Contract,
    annex: Annex,
    file: StoredFile,
    *,
    party_id: int,
    by: Scope,
    at: datetime,
    note: str = "",
    obligation: Obligation | None = None,
) -> AnnexVersion:
    """The next version of an annex, in the caller's transaction; ``contract`` is locked."""
    known = AnnexVersion.objects.filter(contract=contract, code=annex.code).aggregate(last=Max("number"))
    return AnnexVersion.objects.create(
        contract=contract,
        annex=annex,
        code=annex.code,
        number=(known["last"] or 0) + 1,
        party_id=party_id,
        file=file,
        note=note,
        obligation=obligation,
        delivered_at=at,
        by=by.label,
    )


def keep_as_annex(
    obligation: Obligation, series: str, shown: Iterable[ObligationEvidence], *, by: Scope, at: datetime
) -> list[AnnexVersion]:
    """Where the duty consists in delivering an annex, the files that show it done are its next versions.

    In the caller's transaction; the contract is locked.
    """
    annex = annex_of(obligation, series)
    if annex is None:
        return []
    return [
        keep_version(
            obligation.contract,
            annex,
            evidence.file,
            party_id=obligation.debtor_id,
            by=by,
            at=at,
            note=evidence.text[:LONGEST_NOTE],
            obligation=obligation,
        )
        for evidence in shown
        if evidence.file is not None
    ]


def annex_of(obligation: Obligation, series: str) -> Annex | None:
    """The annex that a duty of this series delivers, in the wording from which the duty stems; else ``None``.

    Where several are named, each of another side, it is the one of the debtor.
    """
    codes = annexes_of(series, is_client=obligation.debtor_id == obligation.contract.party_a_id)
    if not codes:
        return None
    return Annex.objects.filter(version=obligation.term.version_id, code__in=codes).order_by("position").first()


def annexes_of(series: str, *, is_client: bool) -> tuple[str, ...]:
    """The codes of the annexes that a series delivers, for the client or the provider."""
    return tuple(code for code, bearer in SERIES[series].annexes if bearer in ("", "A" if is_client else "B"))
