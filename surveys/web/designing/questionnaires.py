"""The list of questionnaires, and a new one, from a template or empty."""

from django.contrib import messages as toasts
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Party
from parties.web.access import ScopedRequest, route
from surveys.domain.designing.definition import Definition
from surveys.domain.designing.questionnaires import NewQuestionnaire, make_questionnaire
from surveys.domain.designing.templates import CODES, Template, all_templates, template
from surveys.models import Purpose, Questionnaire
from surveys.web.designing.forms import NewForm

SEE = "surveys.see"
DESIGN = "surveys.design"
MOST_SHOWN = 200
FIRST_LANGUAGES = ("zh-hans", "en")


@route(GET="surveys.see")
def questionnaires(request: ScopedRequest) -> HttpResponse:
    """Those in use, or those put away."""
    is_archived = request.GET.get("archived") == "1"
    mine = Questionnaire.objects.within(request.scope, verb=SEE)
    rows = (
        mine.filter(is_archived=is_archived)
        .select_related("party")
        .annotate(
            last=Max("versions__number"),
            used=Max("versions__number", filter=Q(versions__frozen_at__isnull=False)),
            waves=Count("versions__waves", distinct=True),
        )
    )
    context = {
        "rows": rows[:MOST_SHOWN],
        "is_archived": is_archived,
        "archived": mine.filter(is_archived=True).count(),
        "may_design": request.scope.may(DESIGN),
        "offered": _offered(),
    }
    return render(request, "surveys/designing/questionnaires.html", context)


@route(GET="surveys.design", POST="surveys.design")
def questionnaire_new(request: ScopedRequest) -> HttpResponse:
    """Begin one with the template in the address, or empty."""
    code = request.GET.get("template", "")
    start = template(code) if code in CODES else None
    parties = list(Party.objects.filter(pk__in=request.scope.parties_for(DESIGN)).values_list("pk", "name"))
    form = NewForm(request.POST or None, parties=parties, initial=_initial(start))
    if form.is_bound and form.is_valid():
        made = _made(request, form, start)
        if made is not None:
            toasts.success(request, _("The draft is there. Look through it, then put it to use."))
            return redirect("surveys:questionnaire", made.pk)
    context = {"form": form, "start": start, "told": start and start.told(get_language() or ""), "offered": _offered()}
    return render(request, "surveys/designing/new.html", context, status=INVALID if form.is_bound else 200)


def _made(request: ScopedRequest, form: NewForm, start: Template | None) -> Questionnaire | None:
    """The new one; nothing when it was refused, which the form says."""
    said = form.cleaned_data
    definition = start.definition(said["languages"]) if start else Definition()
    new = NewQuestionnaire(said["name"], said["purpose"], said["languages"], definition)
    try:
        return make_questionnaire(said["party"], new, by=request.scope, at=timezone.now())
    except Refused as refused:
        add_refusal(form, refused)
        return None


def _initial(start: Template | None) -> dict[str, object]:
    languages = list(FIRST_LANGUAGES)
    if start is None:
        return {"purpose": Purpose.CONTRACT, "languages": languages}
    return {"name": start.named(get_language() or ""), "purpose": start.purpose, "languages": languages}


def _offered() -> list[tuple[str, str, str]]:
    """The templates in the words of the page: code, name, what it is good for."""
    language = get_language() or ""
    return [(each.code, each.named(language), each.told(language)) for each in all_templates()]
