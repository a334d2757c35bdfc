"""Handing out evidence: to people who may see the complaint, and never as something a browser would run."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from complaints.models import Complaint, Evidence
from foundation.web.kept_file import kept_file
from parties.web.access import ScopedRequest, route


@route(GET="complaints.see")
def evidence_file(request: ScopedRequest, complaint_id: int, evidence_id: int) -> HttpResponseBase:
    """One file: pictures in the page, everything else as a download."""
    mine = Complaint.objects.within(request.scope, verb="complaints.see").filter(pk=complaint_id)
    evidence = get_object_or_404(Evidence.objects.select_related("file"), pk=evidence_id, complaint__in=mine)
    # The content of a stored file never changes.
    return kept_file(evidence.file, shown=evidence.is_picture, cache="private, max-age=86400, immutable")
