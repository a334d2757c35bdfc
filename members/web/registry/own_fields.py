"""What a party asks of its members beyond what every KTV does."""

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.registry.custom_fields import VERB, add_field, retire_field
from members.models import CustomField
from members.web.registry.forms import CustomFieldForm
from members.web.registry.reach import chosen_party
from parties.models import Party
from parties.web.access import ScopedRequest, route


@route(GET="members.import", POST="members.import")
def own_fields(request: ScopedRequest) -> HttpResponse:
    """The fields, and a new one."""
    own = Party.objects.filter(pk__in=request.scope.parties_for(VERB), venues__isnull=False).distinct().order_by("pk")
    parties = list(own)
    party = chosen_party(request, parties, typed=request.GET.get("party"))
    if party is None:
        raise Http404
    form = CustomFieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_field(party.pk, said["name"], said["kind"], said["choices"].splitlines(), by=request.scope)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Added. It stands in the members' forms from now on."))
            return redirect(request.get_full_path())
    fields = CustomField.objects.within(request.scope, verb=VERB).filter(party=party)
    context = {"form": form, "party": party, "parties": parties, "fields": fields}
    return render(request, "members/registry/own_fields.html", context, status=INVALID if form.errors else 200)


@route(POST="members.import")
def retire(request: ScopedRequest, field_id: int) -> HttpResponse:
    """The field is asked no more."""
    field = get_object_or_404(CustomField.objects.within(request.scope, verb=VERB), pk=field_id)
    retire_field(field.pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("It is asked no more. What is known stays with the members."))
    return redirect("members:fields")
