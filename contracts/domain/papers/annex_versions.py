"""Keeping versions of annexes, each once.

The file that proves a duty done is the annex that the duty asks for; an approved plan is the annex that it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Max

from contracts.domain.kinds.schedules import SERIES
from contracts.models import (
    Annex,
    AnnexAnswer,
    AnnexVersion,
    Contract,
    Obligation,
    ObligationEvidence,
    RequestStatement,
)
from contracts.models.request_record import HANDED_IN

if TYPE_CHECKING:
    from contracts.models import Request
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
    return AnnexVersion.objects.create(
        contract=contract,
        annex=annex,
        code=annex.code,
        number=_next_number(contract, annex.code),
        party_id=party_id,
        file=file,
        note=note,
        obligation=obligation,
        delivered_at=at,
        by=by.label,
    )


def keep_approved(request: Request, *, by: Scope, at: datetime) -> AnnexVersion:
    """What was handed in with a request that is agreed to is the next version of its annex, delivered by the asker and
    accepted by the answerer.

    In the caller's transaction; the contract is locked. What was handed in last counts: the last round with files, and
    where there are none at all the last words.
    """
    handed = RequestStatement.objects.filter(request=request, verb__in=HANDED_IN)
    statement = handed.filter(files__isnull=False).order_by("-pk").first() or handed.latest("pk")
    worded = Annex.objects.filter(version__contract=request.contract_id, version__effective_at__lte=at)
    version = AnnexVersion.objects.create(
        contract=request.contract,
        annex=worded.filter(code=request.annex_code).latest("version__effective_at"),
        code=request.annex_code,
        number=_next_number(request.contract, request.annex_code),
        party=request.asker,
        statement=statement,
        delivered_at=statement.at,
        by=statement.by,
    )
    AnnexAnswer.objects.create(version=version, party=request.answerer, is_accepted=True, at=at, by=by.label)
    return version


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
    return Annex.objects.filter(version=obligation.clause.version_id, code__in=codes).order_by("position").first()


def annexes_of(series: str, *, is_client: bool) -> tuple[str, ...]:
    """The codes of the annexes that a series delivers, for the client or the provider."""
    return tuple(code for code, bearer in SERIES[series].annexes if bearer in ("", "A" if is_client else "B"))


def _next_number(contract: Contract, code: str) -> int:
    known = AnnexVersion.objects.filter(contract=contract, code=code).aggregate(last=Max("number"))
    return (known["last"] or 0) + 1
