"""Handing out a file that people put in: evidence, a proof of delivery, a scan. Who may have it, the view has asked."""

from django.http import FileResponse

from foundation.models import StoredFile

PICTURES = frozenset({"image/jpeg", "image/png"})
NEVER_KEPT = "private, no-store"


def kept_file(stored: StoredFile, *, shown: bool | None = None, cache: str = NEVER_KEPT) -> FileResponse:
    """Never something that a browser would run: pictures in the page, everything else as a download.

    ``shown`` decides instead of the kind of file. ``cache``: the header, for what may be kept on the way.
    """
    in_page = stored.content_type in PICTURES if shown is None else shown
    response = FileResponse(
        stored.open(), as_attachment=not in_page, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = cache
    return response
