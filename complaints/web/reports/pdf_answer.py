"""A PDF made on the spot as an answer: shown in the browser, kept by nobody on the way."""

from django.http import HttpResponse


def pdf_answer(content: bytes, *, name: str) -> HttpResponse:
    """The document under its own name."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
