"""Handing out a paper that was kept: a proof of delivery, a scan of a signed contract."""

from django.http import FileResponse

from foundation.models import StoredFile

PICTURES = ("image/jpeg", "image/png")


def kept_file(stored: StoredFile) -> FileResponse:
    """Pictures in the page, everything else as a download; never something that a browser would run."""
    response = FileResponse(
        stored.open(),
        as_attachment=stored.content_type not in PICTURES,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
