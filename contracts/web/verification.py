"""A public page: drop a PDF, get the verdict in plain words."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from contracts.domain.signature.paper import paper_with_scan
from contracts.web.verdict_page import VerdictPage
from contracts.web.wording.draft_forms import page_language
from foundation.accepted_files import LARGEST_FILE
from foundation.refusals import Refused
from foundation.web.rate_limit import too_many
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import public_route

POSTS = 30


class PdfForm(forms.Form):
    """The file to judge."""

    file = forms.FileField(
        label=_("Signed PDF"),
        help_text=_("20 MB at most. The file is judged and forgotten."),
        error_messages={"required": _("Choose a PDF file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> bytes:
        """The content, told by its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too big: at most 20 MB."))
        content: bytes = file.read()
        return content


@public_route("GET", "POST", why="whoever holds a signed contract may have it judged; nothing is stored")
def verify_page(request: HttpRequest) -> HttpResponse:
    """Valid, changed after signing, or invalid; who, when, which contract, and the terms read back from the file."""
    from contracts.documents.apart import verify_apart
    from contracts.documents.trust import installation_trust

    if request.method == "POST" and too_many("verify", request.META.get("REMOTE_ADDR", ""), most=POSTS):
        return HttpResponse(status=429)
    form = PdfForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            context["page"] = VerdictPage(verify_apart(content, installation_trust()), page_language())
            context["paper"] = paper_with_scan(content)
        except Refused as refused:
            add_refusal(form, refused)
            return render(request, "contracts/verify.html", context, status=refused.status)
    return render(request, "contracts/verify.html", context, status=INVALID if form.errors else 200)
