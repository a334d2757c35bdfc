"""The record form of a complaint, as a PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from complaints.domain.reports.record_snapshot import record_snapshot
from complaints.models import Complaint
from complaints.web.reports.pdf_answer import pdf_answer
from parties.web.access import ScopedRequest, route


@route(GET="complaints.see")
def record_pdf(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Facts, limits, steps, files and the flow of the handling on paper."""
    from complaints.documents.record_pdf import render_record

    rows = Complaint.objects.within(request.scope, verb="complaints.see")
    loaded = ("venue", "room", "contract", "concerns", "logged_by", "responsible")
    complaint = get_object_or_404(rows.select_related(*loaded), pk=complaint_id)
    content = render_record(record_snapshot(complaint, at=timezone.now()))
    return pdf_answer(content, name=f"{complaint.number}.pdf")
