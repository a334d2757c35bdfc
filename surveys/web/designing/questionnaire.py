"""One questionnaire: the designer's page with its preview, and what is done with the whole of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done
from surveys.domain.designing import drafts
from surveys.domain.designing import questionnaires as verbs
from surveys.domain.designing.definition import Kind
from surveys.domain.designing.readiness import gaps, language_name
from surveys.domain.designing.reading import read_definition
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.web.designing.forms import CopyForm, SettingsForm
from surveys.web.designing.shown import parts_of, preview

SEE = "surveys.see"
DESIGN = "surveys.design"


@route(GET="surveys.see")
def questionnaire(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Its last version, or the one in the address; a draft can be changed by whoever may design."""
    shown = questionnaire_of(request, questionnaire_id, verb=SEE)
    versions = list(shown.versions.select_related("frozen_by"))
    number = typed_id(request.GET.get("version", ""))
    version = next((each for each in versions if each.number == number), versions[0])
    definition = read_definition(version.definition)
    language = preview_language(request, version)
    may_design = request.scope.may_for(DESIGN, shown.party_id) and not shown.is_archived
    missing = [] if version.is_frozen else gaps(definition, languages=version.languages, purpose=shown.purpose)
    context = {
        "questionnaire": shown,
        "version": version,
        "versions": versions,
        "parts": parts_of(definition, page_language(version)),
        "kinds": Kind.choices,
        "may_design": may_design,
        "may_take_back": shown.is_archived and request.scope.may_for(DESIGN, shown.party_id),
        "may_edit": may_design and not version.is_frozen,
        "missing": [refused.message for refused in missing],
        **preview_context(request, version, language),
        "preview": preview(request, definition, language),
    }
    return render(request, "surveys/designing/questionnaire.html", context)


@route(GET="surveys.design", POST="surveys.design")
def questionnaire_settings(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Its name, and the languages of the draft."""
    shown = questionnaire_of(request, questionnaire_id)
    draft = shown.versions.filter(frozen_at=None).first()
    initial = {"name": shown.name, "languages": draft.languages if draft else []}
    form = SettingsForm(request.POST or None, initial=initial)
    if draft is None:
        del form.fields["languages"]

    def save() -> None:
        verbs.rename_questionnaire(shown.pk, form.cleaned_data["name"], by=request.scope)
        if draft is not None:
            drafts.choose_languages(shown.pk, form.cleaned_data["languages"], by=request.scope)

    if form.is_bound and is_done(request, form, save, _("Saved.")):
        return redirect("surveys:questionnaire", shown.pk)
    context = {"questionnaire": shown, "form": form, "title": _("Name and languages")}
    return render(request, "surveys/designing/form.html", context, status=INVALID if form.is_bound else 200)


@route(GET="surveys.design", POST="surveys.design")
def questionnaire_copy(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """A new one that begins with the last version of this."""
    shown = questionnaire_of(request, questionnaire_id)
    form = CopyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = verbs.copy_questionnaire(shown.pk, form.cleaned_data["name"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("The copy is there."))
            return redirect("surveys:questionnaire", made.pk)
    context = {"questionnaire": shown, "form": form, "title": _("Copy the questionnaire")}
    return render(request, "surveys/designing/form.html", context, status=INVALID if form.is_bound else 200)


@route(POST="surveys.design")
def questionnaire_freeze(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Put the draft to use."""
    now = timezone.now()
    return _acted(
        request,
        questionnaire_id,
        lambda pk: drafts.freeze_draft(pk, by=request.scope, at=now),
        _("In use. This version never changes any more."),
    )


@route(POST="surveys.design")
def questionnaire_next(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Begin the next version."""
    said = _("The next version is a copy of the last one. Change what you like.")
    return _acted(request, questionnaire_id, lambda pk: drafts.start_next(pk, by=request.scope), said)


@route(POST="surveys.design")
def questionnaire_drop(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Give up the draft of the next version."""
    return _acted(
        request, questionnaire_id, lambda pk: drafts.drop_draft(pk, by=request.scope), _("The draft was given up.")
    )


@route(POST="surveys.design")
def questionnaire_archive(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Put it away."""
    said = _("Put away. Waves that ask with it go on.")
    return _acted(request, questionnaire_id, lambda pk: verbs.archive_questionnaire(pk, by=request.scope), said)


@route(POST="surveys.design")
def questionnaire_take_back(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Offer it again."""
    said = _("It can be used again.")
    return _acted(request, questionnaire_id, lambda pk: verbs.take_back_questionnaire(pk, by=request.scope), said)


def questionnaire_of(request: ScopedRequest, questionnaire_id: int, *, verb: str = DESIGN) -> Questionnaire:
    """The one in the address, if it is in reach; else 404."""
    mine = Questionnaire.objects.within(request.scope, verb=verb)
    return get_object_or_404(mine.select_related("party"), pk=questionnaire_id)


def page_language(version: QuestionnaireVersion) -> str:
    """In which of its languages the designer reads it: that of the page, else its first."""
    language = get_language() or ""
    return language if language in version.languages else version.languages[0]


def preview_language(request: ScopedRequest, version: QuestionnaireVersion) -> str:
    """The language chosen for the preview, else that of the page."""
    chosen = request.GET.get("language", "")
    return chosen if chosen in version.languages else page_language(version)


def preview_context(request: ScopedRequest, version: QuestionnaireVersion, language: str) -> dict[str, Any]:
    """What the frame around the preview needs."""
    tabs = [(each, language_name(each), each == language) for each in version.languages]
    return {"preview_tabs": tabs, "preview_language": language}


def _acted(request: ScopedRequest, questionnaire_id: int, act: Callable[[int], object], said: str) -> HttpResponse:
    shown = questionnaire_of(request, questionnaire_id)
    do_or_say(request, lambda: act(shown.pk), said)
    return redirect("surveys:questionnaire", shown.pk)
