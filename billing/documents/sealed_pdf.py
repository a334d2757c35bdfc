"""What a sealed PDF carries inside: bytes in, files and pages out."""

from dataclasses import dataclass, field
from io import BytesIO

import pikepdf


@dataclass(frozen=True)
class SealedPdf:
    """The embedded files by name, and how many pages there are. An unreadable PDF has neither."""

    files: dict[str, bytes] = field(default_factory=dict)
    page_count: int = 0


def open_sealed(content: bytes) -> SealedPdf:
    """Read a PDF's embedded files and count its pages."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
            return SealedPdf(files, len(pdf.pages))
    except pikepdf.PdfError:
        return SealedPdf()
