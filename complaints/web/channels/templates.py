"""The templates for replies of one's own house."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.channels.templates import GAPS, Wording, keep_template, ready_replies, retire_template
from complaints.models import ReplyTemplate
from complaints.web.channels.forms import TemplateForm
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Party
from parties.web.access import ScopedRequest, route

VERB = "complaints.tell"


@route(GET="complaints.tell")
def reply_templates(request: ScopedRequest) -> HttpResponse:
    """All that are offered: the house's own, and those that come with the product."""
    context = {"replies": ready_replies(request.scope)}
    return render(request, "complaints/channels/templates.html", context)


@route(GET="complaints.tell", POST="complaints.tell")
def template_new(request: ScopedRequest) -> HttpResponse:
    """A new one."""
    return _edited(request, None)


@route(GET="complaints.tell", POST="complaints.tell")
def template_edit(request: ScopedRequest, template_id: int) -> HttpResponse:
    """Change one."""
    return _edited(request, _template(request, template_id))


@route(POST="complaints.tell")
def template_retire(request: ScopedRequest, template_id: int) -> HttpResponse:
    """Offer it no more."""
    retire_template(_template(request, template_id).pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("It is no longer offered."))
    return redirect("complaints:reply-templates")


def _edited(request: ScopedRequest, template: ReplyTemplate | None) -> HttpResponse:
    form = _form(request, template, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _keep(form, template, request)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved."))
            return redirect("complaints:reply-templates")
    context = {"form": form, "template": template, "gaps": [(f"{{{gap}}}", words) for gap, words in GAPS.items()]}
    return render(request, "complaints/channels/template.html", context, status=INVALID if form.is_bound else 200)


def _keep(form: TemplateForm, template: ReplyTemplate | None, request: ScopedRequest) -> None:
    said = form.cleaned_data
    texts = {"zh-hans": said["zh_hans"], "zh-hant": said["zh_hant"], "en": said["en"]}
    party_id = template.party_id if template else said["party"]
    wording = Wording(said["name"], texts)
    template_id = template.pk if template else None
    keep_template(wording, party_id, by=request.scope, at=timezone.now(), template_id=template_id)


def _form(request: ScopedRequest, template: ReplyTemplate | None, data: Any) -> TemplateForm:
    parties = Party.objects.filter(pk__in=request.scope.parties_for(VERB)).values_list("pk", "name")
    initial = {name: getattr(template, name) for name in ("name", "zh_hans", "zh_hant", "en")} if template else {}
    form = TemplateForm(data, parties=parties, initial=initial | ({"party": template.party_id} if template else {}))
    if template is not None:
        del form.fields["party"]  # it stays whose it is
    return form


def _template(request: ScopedRequest, template_id: int) -> ReplyTemplate:
    mine = ReplyTemplate.objects.within(request.scope, verb=VERB).filter(retired_at=None)
    return get_object_or_404(mine, pk=template_id)
