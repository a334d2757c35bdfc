"""Evidence: photos, videos and voice notes that belong to a complaint, kept with their hash."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from complaints.domain.people import may_at
from complaints.models import PICTURES, Complaint, Evidence
from foundation.accepted_files import LARGEST_FILE, MOST_FILES
from foundation.files import Upload, store_uploads
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing

KINDS: Final = PICTURES | {
    "image/heic",
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "video/3gpp",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/amr",
    "audio/ogg",
    "audio/x-wav",
}


def add_evidence(complaint_id: int, files: Sequence[Upload], *, by: Scope, at: datetime) -> list[Evidence]:
    """Add files to an open complaint, all or none.

    Refused: ``complaints.not_your_step``, ``.closed``, ``.too_many_files`` and ``foundation.file_…`` for a file that
    is empty, too big or of another kind than picture, video or sound (judged by its content).
    """
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
        if not may_at(by, "complaints.log", complaint.venue_id):
            raise Refused("complaints.not_your_step")
        if complaint.is_closed:
            raise Refused("complaints.closed")
        return keep_files(complaint_id, files, user_id=by.user_id, at=at)


def keep_files(complaint_id: int, files: Sequence[Upload], *, user_id: int | None, at: datetime) -> list[Evidence]:
    """Store the files of a complaint, in the caller's transaction; ``user_id`` is empty for the customer's own."""
    if not files:
        return []
    if len(files) > MOST_FILES:
        raise Refused("complaints.too_many_files", "evidence", limit=MOST_FILES)
    stored = store_uploads(files, kinds=KINDS, max_bytes=LARGEST_FILE, field="evidence")
    return Evidence.objects.bulk_create(
        Evidence(complaint_id=complaint_id, file=file, added_at=at, user_id=user_id) for file in stored
    )
