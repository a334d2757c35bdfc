"""Which files are accepted from people, by what they are for, how large and how many at once.

The media type is judged by the content (:mod:`foundation.files`). A verb that takes less says so itself.
"""

from typing import Final

LARGEST_FILE: Final = 20 * 1024 * 1024
"""Bytes of one file."""
MOST_FILES: Final = 6
"""Files that come in together."""

SCANS: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""What shows a sheet of paper."""
DOCUMENTS: Final = SCANS | {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
}
"""What work is handed in as."""
EVIDENCE: Final = DOCUMENTS | {"image/webp", "image/heic", "video/mp4", "audio/mpeg", "audio/mp4"}
"""What shows that something was done, or happened."""
