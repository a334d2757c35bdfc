"""Sections of a draft: added, worded, put in order, removed."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.web.refusals import INVALID
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done
from surveys.domain.designing import editing
from surveys.domain.designing.definition import Definition, Section
from surveys.domain.designing.drafts import change_draft
from surveys.domain.designing.reading import read_definition
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.web.designing.forms import SectionForm
from surveys.web.designing.questionnaire import questionnaire_of


@route(GET="surveys.design", POST="surveys.design")
def section_new(request: ScopedRequest, questionnaire_id: int) -> HttpResponse:
    """Add one at the end."""
    shown, draft = draft_of(request, questionnaire_id)
    keys = [section.key for section in read_definition(draft.definition).sections]
    key = editing.fresh_key(keys, "s")
    return _edited(request, shown, draft, None, lambda said: lambda old: editing.add_section(old, said), key)


@route(GET="surveys.design", POST="surveys.design")
def section_edit(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """Its subject and titles."""
    shown, draft = draft_of(request, questionnaire_id)
    section = section_of(draft, key)
    return _edited(request, shown, draft, section, lambda said: lambda old: editing.change_section(old, said), key)


@route(POST="surveys.design")
def section_remove(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """With all its questions."""
    shown, _draft = draft_of(request, questionnaire_id)

    def act() -> None:
        change_draft(shown.pk, lambda old: editing.remove_section(old, key), by=request.scope)

    do_or_say(request, act, _("The section is gone."))
    return redirect("surveys:questionnaire", shown.pk)


@route(POST="surveys.design")
def section_move(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """One place up or down."""
    shown, _draft = draft_of(request, questionnaire_id)
    direction = editing.UP if request.POST.get("to") == editing.UP else editing.DOWN

    def act() -> None:
        change_draft(shown.pk, lambda old: editing.move_section(old, key, direction), by=request.scope)

    do_or_say(request, act, _("Moved."))
    return redirect("surveys:questionnaire", shown.pk)


def draft_of(request: ScopedRequest, questionnaire_id: int) -> tuple[Questionnaire, QuestionnaireVersion]:
    """A questionnaire in reach and its draft; 404 where there is none to change."""
    shown = questionnaire_of(request, questionnaire_id)
    draft = shown.versions.filter(frozen_at=None).first()
    if draft is None:
        raise Http404
    return shown, draft


def section_of(draft: QuestionnaireVersion, key: str) -> Section:
    """The one of this key; else 404."""
    found = (section for section in read_definition(draft.definition).sections if section.key == key)
    section = next(found, None)
    if section is None:
        raise Http404
    return section


def _edited(
    request: ScopedRequest,
    shown: Questionnaire,
    draft: QuestionnaireVersion,
    section: Section | None,
    change: Callable[[Section], Callable[[Definition], Definition]],
    key: str,
) -> HttpResponse:
    form = SectionForm(request.POST or None, languages=draft.languages, section=section)

    def save() -> None:
        change_draft(shown.pk, change(form.section(key)), by=request.scope)

    if form.is_bound and is_done(request, form, save, _("Saved.")):
        return redirect("surveys:questionnaire", shown.pk)
    title = pgettext("survey", "Section") if section else _("New section")
    context = {"questionnaire": shown, "form": form, "title": title}
    return render(request, "surveys/designing/section.html", context, status=INVALID if form.is_bound else 200)
