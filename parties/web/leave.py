"""Who is away: one's own days, and those of the people one answers for."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.domain.absences import VERB, call_off, colleagues_of, enter_absence, people_within
from parties.models import Absence, User
from parties.web.access import ScopedRequest, route
from parties.web.leave_forms import LeaveForm

SHOWN = 100


@route(GET="self", POST="self")
def leave(request: ScopedRequest) -> HttpResponse:
    """Enter leave, and see what is entered from today on."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            enter_absence(
                user_id=said["person"] or request.user.pk,
                from_date=said["from_date"],
                until_date=said["until_date"],
                substitute_id=said["substitute"],
                by=request.scope,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Entered. Open steps are handed on when the leave begins."))
            return redirect("leave")
    rows = Absence.objects.within(request.scope, verb=VERB).standing().filter(until_date__gte=timezone.localdate())
    context = {"form": form, "rows": rows.select_related("user", "substitute")[:SHOWN], "today": timezone.localdate()}
    return render(request, "parties/leave.html", context, status=INVALID if form.errors else 200)


@route(POST="self")
def leave_call_off(request: ScopedRequest, absence_id: int) -> HttpResponse:
    """The person stays, or is back early."""
    absence = get_object_or_404(Absence.objects.within(request.scope, verb=VERB), pk=absence_id)
    try:
        call_off(absence.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Called off. What was handed on stays with the colleague; new steps come again."))
    return redirect("leave")


def _form(request: ScopedRequest) -> LeaveForm:
    """A person chooses for themselves; whoever answers for people chooses one of them too."""
    within = User.objects.filter(pk__in=people_within(request.scope, verb=VERB)).order_by("name", "pk")
    theirs = list(within.exclude(pk=request.user.pk).values_list("pk", "name"))
    colleagues = dict(theirs) | dict(colleagues_of(request.user.pk).values_list("pk", "name"))
    return LeaveForm(
        request.POST or None,
        people=[("", request.user.name), *theirs],
        colleagues=sorted(colleagues.items(), key=lambda each: each[1]),
    )
