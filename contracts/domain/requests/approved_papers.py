"""The papers that became versions of a contract's annexes by being approved (loyalty 6.2, retention S1.2 and S2.4).

What a register of annexes reads: which annex, which version, approved when, and the request that holds its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.models import Contract, RequestStatement
from contracts.models.requests import Request
from foundation.models import StoredFile


@dataclass(frozen=True)
class ApprovedPaper:
    """One version of an annex: as it was handed in the last time before it was approved."""

    annex_code: str
    version: int
    approved_at: datetime
    request: Request

    def files(self) -> Sequence[StoredFile]:
        """What was handed in with the round that was approved."""
        handed = RequestStatement.objects.filter(request=self.request, verb__in=["ask", "ask_again"])
        latest = handed.prefetch_related("files__file").latest("pk")
        return [each.file for each in latest.files.all()]


def approved_papers(contract: Contract) -> dict[str, list[ApprovedPaper]]:
    """The approved versions by the annex's code, the newest first."""
    found: dict[str, list[ApprovedPaper]] = {}
    rows = Request.objects.filter(contract=contract, annex_version__isnull=False).order_by("-annex_version")
    for row in rows:
        if row.annex_version is not None and row.decided_at is not None:
            paper = ApprovedPaper(row.annex_code, row.annex_version, row.decided_at, row)
            found.setdefault(row.annex_code, []).append(paper)
    return found
