"""Mails that did not become a complaint by themselves: each with its reason, until a person has opened it."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.channels.parking import as_listed, settle_parked
from complaints.gateways.configured import mailboxes
from complaints.models import ParkedMail
from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from parties.models import Venue
from parties.web.access import ScopedRequest, route

A_PAGE = 25
NEWEST = Order("parked_at", falling=True)


@route(GET="complaints.tell")
def parked_mails(request: ScopedRequest) -> HttpResponse:
    """What still waits for a person, the newest first."""
    waiting = ParkedMail.objects.within(request.scope, verb="complaints.tell").filter(settled_at=None)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = page_of(waiting.select_related("venue"), NEWEST, before=before, after=after, size=A_PAGE)
    read_for = {mailbox.venue_id for mailbox in mailboxes()}
    venues = Venue.objects.within(request.scope, verb="complaints.tell").filter(pk__in=read_for)
    context = {"page": page, "rows": [as_listed(each) for each in page.rows], "has_mailbox": venues.exists()}
    return render(request, "complaints/channels/parked.html", context)


@route(POST="complaints.tell")
def settle(request: ScopedRequest, mail_id: int) -> HttpResponse:
    """A person has opened it in the mailbox and done what was to be done."""
    mail = get_object_or_404(ParkedMail.objects.within(request.scope, verb="complaints.tell"), pk=mail_id)
    try:
        settle_parked(mail.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Noted."))
    return redirect("complaints:parked-mails")
