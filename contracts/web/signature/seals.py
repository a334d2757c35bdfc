"""Registered seals: what a party keeps of its own seals, and the pictures a signer chooses from."""

from django import forms
from django.contrib import messages as toasts
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.documents.pictures import MAX_BYTES
from contracts.domain.signature.seals import LONGEST_NAME, MANAGE, register_seal, retire_seal, seals_for
from contracts.models import PartySeal, SignatureRequest
from contracts.web.signature.signing import HAS_PROVEN
from contracts.web.signature.signing_session import signer_page
from contracts.web.wording.draft_forms import CHOOSE
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.domain.scope import Scope
from parties.models import Party
from parties.web.access import ScopedRequest, public_route, route


class SealForm(forms.Form):
    """A seal to keep."""

    party = forms.ModelChoiceField(Party.objects.none(), label=gettext_lazy("Whose seal"), empty_label=CHOOSE)
    name = forms.CharField(
        label=gettext_lazy("Name of the seal"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("As your party calls it, such as “contract seal”."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture of the seal"),
        help_text=gettext_lazy("PNG or JPEG, 5 MB at most; its paper is cut away."),
        error_messages={"required": gettext_lazy("Choose the picture of your seal.")},
    )

    def __init__(self, scope: Scope, data: object = None, files: object = None) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        mine = Party.objects.filter(pk__in=scope.parties_for(MANAGE))
        self.fields["party"].queryset = mine  # type: ignore[attr-defined]
        self.fields["party"].initial = mine.first()

    def clean_picture(self) -> object:
        """Told by its size before it is read."""
        picture = self.cleaned_data["picture"]
        if picture.size > MAX_BYTES:
            raise forms.ValidationError(_("The picture is too big: at most 5 MB."))
        return picture


@route(GET="seals.manage", POST="seals.manage")
def seals(request: ScopedRequest) -> HttpResponse:
    """The seals of one's own parties; keep another."""
    form = SealForm(request.scope, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            content = data["picture"].read()
            register_seal(data["party"].pk, name=data["name"], picture=content, by=request.scope, at=at)
            toasts.success(request, _("Kept. Signers of your party can choose it now."))
            return redirect("contracts:seals")
        except Refused as refused:
            add_refusal(form, refused)
    kept = PartySeal.objects.within(request.scope, verb="seals.manage").select_related("party")
    context = {"form": form, "seals": list(kept.in_use()), "retired": list(kept.exclude(retired_at=None))}
    return render(request, "contracts/signature/seals.html", context, status=INVALID if form.errors else 200)


@route(GET="seals.manage")
def picture(request: ScopedRequest, seal_id: int) -> FileResponse:
    """The seal as it will be printed."""
    return _shown(get_object_or_404(PartySeal.objects.within(request.scope, verb="seals.manage"), pk=seal_id))


@route(POST="seals.manage")
def retire(request: ScopedRequest, seal_id: int) -> HttpResponse:
    """Use a seal no longer."""
    seal = get_object_or_404(PartySeal.objects.within(request.scope, verb="seals.manage"), pk=seal_id)
    retire_seal(seal.pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("Retired. Contracts that carry it stay as they are."))
    return redirect("contracts:seals")


@public_route("GET", why=HAS_PROVEN)
@signer_page
def signers_seal(request: HttpRequest, signature: SignatureRequest, seal_id: int) -> HttpResponseBase:
    """A registered seal of the party that the signer signs for."""
    for seal in seals_for(signature):
        if seal.pk == seal_id:
            return _shown(seal)
    return HttpResponse(status=404)


def _shown(seal: PartySeal) -> FileResponse:
    response = FileResponse(seal.picture.open(), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
