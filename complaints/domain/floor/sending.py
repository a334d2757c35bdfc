"""A complaint that waited in a phone: received once however often it is sent, its files announced with their hashes.

The row comes first and the files after it: the clocks start as soon as one short message got through, and what is
still to come can be seen with the complaint, instead of both hanging on the slowest video.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.intake.logging import NewComplaint, log_complaint
from complaints.models import Complaint, IncomingFile, PhoneTimes
from foundation.accepted_files import LARGEST_FILE, MOST_FILES
from foundation.files import clean_name
from foundation.jobs import enqueue_many
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

EXPIRE_JOB: Final = "complaints.expire_incoming"
KEPT_OPEN: Final = timedelta(days=14)
"""For so long after the complaint the rest of its files is waited for."""


@dataclass(frozen=True)
class Announced:
    """A file that is going to follow: its id made on the phone, SHA-256 in hexadecimal digits, size in bytes."""

    client_id: UUID
    name: str
    sha256: str
    size: int


def receive_from_phone(
    told: NewComplaint, said: PhoneSaid, files: Sequence[Announced] = (), *, by: Scope, at: datetime
) -> Complaint:
    """Log what a phone sends and expect its files; sent again, it gives the first complaint back and changes nothing.

    The moments of ``told`` are taken from ``said``, brought to the server's clock.
    Refused: as ``log_complaint`` does, ``complaints.too_many_files``, ``foundation.file_empty``, ``.file_too_big``.
    """
    _check(files)
    with writing(by):
        now_told = replace(told, happened_at=said.happened(at=at), logged_at=said.logged(at=at))
        complaint = log_complaint(now_told, by=by, at=at)
        if not PhoneTimes.objects.filter(complaint=complaint).exists():
            _note_times(complaint, said, at=at)
            _expect(complaint, files, user_id=by.user_id or 0, at=at)
    return complaint


def _check(files: Sequence[Announced]) -> None:
    if len(files) > MOST_FILES:
        raise Refused("complaints.too_many_files", "evidence", limit=MOST_FILES)
    if len({file.client_id for file in files}) < len(files):
        raise Refused("complaints.id_taken")
    for file in files:
        if file.size < 1:
            raise Refused("foundation.file_empty", "evidence")
        if file.size > LARGEST_FILE:
            raise Refused("foundation.file_too_big", "evidence", limit=LARGEST_FILE // 1024**2)


def _note_times(complaint: Complaint, said: PhoneSaid, *, at: datetime) -> None:
    PhoneTimes.objects.create(
        complaint=complaint,
        happened_at=said.happened_at,
        logged_at=said.logged_at,
        sent_at=said.sent_at,
        waited=round(said.waited.total_seconds()),
        skew=said.skew(at=at),
    )


def _expect(complaint: Complaint, files: Sequence[Announced], *, user_id: int, at: datetime) -> None:
    """Files whose ids somebody used before are not this phone's: the whole message is refused."""
    if IncomingFile.objects.filter(client_id__in=[file.client_id for file in files]).exists():
        raise Refused("complaints.id_taken")
    rows = IncomingFile.objects.bulk_create(
        IncomingFile(
            client_id=file.client_id,
            complaint=complaint,
            user_id=user_id,
            name=clean_name(file.name),
            sha256=file.sha256,
            size=file.size,
            announced_at=at,
        )
        for file in files
    )
    enqueue_many(EXPIRE_JOB, [(f"incoming:{row.pk}", {"file": row.pk}) for row in rows], at + KEPT_OPEN)
