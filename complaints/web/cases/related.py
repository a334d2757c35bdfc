"""What one complaint has to do with others: merging it into another, linking it, and taking a link away."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.stages.handling import move_complaint
from complaints.domain.stages.linking import link_complaints, unlink
from complaints.domain.stages.transitions import MERGE
from complaints.models import Complaint, ComplaintLink, LinkKind
from complaints.web.cases.forms import OtherForm
from foundation.refusals import Refused
from parties.web.access import ScopedRequest, route


@route(POST="complaints.merge")
def complaint_merge(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """From now on this one is handled with the other."""
    complaint, other, form = _two(request, complaint_id, verb="complaints.merge")
    if other is not None:
        try:
            at, note = timezone.now(), form.cleaned_data["note"]
            move_complaint(complaint.pk, MERGE, by=request.scope, at=at, note=note, into_id=other.pk)
        except Refused as refused:
            toasts.error(request, refused.message)
        else:
            toasts.success(request, _("Merged. It is handled here from now on."))
            return redirect("complaints:detail", other.pk)
    return redirect("complaints:detail", complaint.pk)


@route(POST="complaints.link")
def complaint_link(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """The two belong together."""
    complaint, other, form = _two(request, complaint_id, verb="complaints.link")
    if other is not None:
        try:
            kind = form.cleaned_data["kind"] or LinkKind.REPEAT
            link_complaints(complaint.pk, other.pk, kind, by=request.scope, at=timezone.now())
        except Refused as refused:
            toasts.error(request, refused.message)
        else:
            toasts.success(request, _("Linked. Each now shows the other."))
    return redirect("complaints:detail", complaint.pk)


@route(POST="complaints.link")
def complaint_unlink(request: ScopedRequest, complaint_id: int, link_id: int) -> HttpResponse:
    """They have nothing to do with each other after all."""
    complaint = get_object_or_404(Complaint.objects.within(request.scope, verb="complaints.link"), pk=complaint_id)
    link = get_object_or_404(ComplaintLink.objects.of(complaint.pk), pk=link_id)
    try:
        unlink(link.pk, by=request.scope)
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("The link is gone."))
    return redirect("complaints:detail", complaint.pk)


def _two(request: ScopedRequest, complaint_id: int, *, verb: str) -> tuple[Complaint, Complaint | None, OtherForm]:
    """The complaint and the one named by its number; a number of nobody's, or of somebody else's, says so."""
    rows = Complaint.objects.within(request.scope, verb=verb)
    complaint = get_object_or_404(rows, pk=complaint_id)
    form = OtherForm(request.POST)
    other = rows.filter(pk=form.cleaned_data["other"]).first() if form.is_valid() else None
    if other is None:
        toasts.error(request, _("There is no complaint of this number among yours."))
    return complaint, other, form
