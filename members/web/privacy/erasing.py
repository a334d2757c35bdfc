"""A member's rights: their file, and their erasure."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.reading import masked_of
from members.domain.registry.access_file import access_file
from members.domain.registry.erasing import erase_member, keep_member, propose_erasure
from members.models import Erasure
from members.web.privacy.forms import EraseForm
from members.web.registry.forms import ReasonForm
from members.web.registry.reach import found_member
from parties.web.access import ScopedRequest, route


@route(GET="members.erase", POST="members.erase")
def erase(request: ScopedRequest, member_id: int) -> HttpResponse:
    """What erasing means, and doing it."""
    member = found_member(request, member_id, verb="members.erase")
    form = EraseForm(request.POST or None, number=member.number)
    if request.method == "POST" and form.is_valid():
        try:
            erase_member(member.pk, reason=form.cleaned_data["reason"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Erased. Nobody can tell any more who this was."))
            return redirect("members:member", member.pk)
    context = {
        "member": member,
        "masked": masked_of(member),
        "form": form,
        "merged": member.merged_in.count() + bool(member.merged_into_id),
    }
    return render(request, "members/privacy/erase.html", context, status=INVALID if form.errors else 200)


@route(POST="members.edit")
def ask(request: ScopedRequest, member_id: int) -> HttpResponse:
    """The member asks for it: who may erase decides."""
    member = found_member(request, member_id, verb="members.edit")
    try:
        propose_erasure(member.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Noted. The venue's manager or the contract owner decides about it."))
    return redirect("members:member", member.pk)


@route(POST="members.erase")
def keep(request: ScopedRequest, erasure_id: int) -> HttpResponse:
    """Decide that a member who was proposed stays."""
    erasure = get_object_or_404(Erasure.objects.within(request.scope, verb="members.erase"), pk=erasure_id)
    try:
        keep_member(erasure.pk, reason=request.POST.get("reason", ""), by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Kept. You are asked again in a year at the earliest."))
    return redirect("members:privacy")


@route(GET="members.reveal", POST="members.reveal")
def access(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Everything that is kept of the member, as a file for them."""
    from members.documents.member_file import member_file  # what prints is loaded by who prints

    member = found_member(request, member_id, verb="members.reveal")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["reason"]
            snapshot = access_file(member.pk, reason=why, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _zip(member_file(snapshot), name=f"member-{member.number}.zip")
    context = {"member": member, "masked": masked_of(member), "form": form}
    return render(request, "members/privacy/file.html", context, status=INVALID if form.errors else 200)


def _zip(content: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
