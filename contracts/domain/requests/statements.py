"""What a side says about a request: words and files, kept for good with the round they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.models import RequestFile, RequestStatement
from contracts.models.requests import Request
from deadlines.models import Deadline
from foundation.accepted_files import EVIDENCE, LARGEST_FILE, MOST_FILES
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope
from parties.models import Party

LONGEST = 5000


@dataclass(frozen=True)
class Said:
    """Words, files, or both; nothing where the verb needs none."""

    text: str = ""
    files: Sequence[Upload] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.files


def keep(
    request: Request,
    verb: str,
    party: Party,
    said: Said,
    *,
    by: Scope,
    at: datetime,
    deadline: Deadline | None = None,
) -> RequestStatement:
    """Keep what a side said or did in this round; ``deadline``: the clock that it starts.

    Refused: ``contracts.too_many_files``, and what words and files are refused for.
    """
    if len(said.files) > MOST_FILES:
        raise Refused("contracts.too_many_files", "papers", limit=MOST_FILES)
    statement = RequestStatement.objects.create(
        request=request,
        party=party,
        verb=verb,
        round=request.round,
        text=clean_text(said.text, LONGEST, "text"),
        deadline=deadline,
        at=at,
        by=by.label,
    )
    stored = store_uploads(said.files, kinds=EVIDENCE, max_bytes=LARGEST_FILE, field="papers")
    RequestFile.objects.bulk_create(RequestFile(statement=statement, file=file) for file in stored)
    return statement
