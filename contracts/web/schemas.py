"""The JSON Schemas of the files inside a contract's PDF, at addresses that stay."""

from django.http import Http404, HttpRequest, HttpResponse

from contracts.documents.terms_file import SCHEMAS
from parties.web.access import public_route


@public_route("GET", why="whoever reads the terms out of a signed contract may know what they mean; it holds no data")
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """`contract-terms-1` or `contract-clauses-1`; a day in caches, for a published schema never changes."""
    known = {path.stem: path for path in SCHEMAS.glob("*.json")}
    if name not in known:
        raise Http404
    answer = HttpResponse(known[name].read_bytes(), content_type="application/schema+json")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
