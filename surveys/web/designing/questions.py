"""Questions of a draft: added, worded while one looks at them, put in order, removed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done
from surveys.domain.designing import editing
from surveys.domain.designing.definition import Definition, Kind, Question, Section
from surveys.domain.designing.drafts import change_draft
from surveys.domain.designing.reading import read_definition
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.web.designing.question_form import QuestionForm
from surveys.web.designing.questionnaire import page_language, preview_context, preview_language
from surveys.web.designing.sections import draft_of, section_of
from surveys.web.designing.shown import conditionable, preview

LOOK = "look"


@dataclass(frozen=True)
class Bench:
    """A question on the bench: where it belongs, what it was, and how it is put into the definition."""

    shown: Questionnaire
    draft: QuestionnaireVersion
    section: Section
    former: Question | None
    key: str
    kind: Kind
    put: Callable[[Definition, Question], Definition]


@route(GET="surveys.design", POST="surveys.design")
def question_new(request: ScopedRequest, questionnaire_id: int, section_key: str) -> HttpResponse:
    """Add one of the kind in the address to a section."""
    shown, draft = draft_of(request, questionnaire_id)
    section = section_of(draft, section_key)
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        raise Http404
    taken = [question.key for question in read_definition(draft.definition).questions]
    key = editing.fresh_key(taken, "q")

    def put(old: Definition, question: Question) -> Definition:
        return editing.add_question(old, section.key, question)

    return _edited(request, Bench(shown, draft, section, None, key, Kind(kind), put))


@route(GET="surveys.design", POST="surveys.design")
def question_edit(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """Its words, options and condition."""
    shown, draft = draft_of(request, questionnaire_id)
    definition = read_definition(draft.definition)
    question = definition.question(key)
    if question is None:
        raise Http404
    section = next(section for section in definition.sections if question in section.questions)
    return _edited(request, Bench(shown, draft, section, question, key, question.kind, editing.change_question))


@route(POST="surveys.design")
def question_remove(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """Ask it no more."""
    shown, _draft = draft_of(request, questionnaire_id)

    def act() -> None:
        change_draft(shown.pk, lambda old: editing.remove_question(old, key), by=request.scope)

    do_or_say(request, act, _("The question is gone."))
    return redirect("surveys:questionnaire", shown.pk)


@route(POST="surveys.design")
def question_move(request: ScopedRequest, questionnaire_id: int, key: str) -> HttpResponse:
    """One place up or down by a button, or to a place in a section by dragging."""
    shown, _draft = draft_of(request, questionnaire_id)
    to, place = request.POST.get("to", ""), request.POST.get("place", "")

    def moved(old: Definition) -> Definition:
        if to in (editing.UP, editing.DOWN):
            return editing.step_question(old, key, to)
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0
        return editing.place_question(old, key, request.POST.get("section", ""), number)

    do_or_say(request, lambda: change_draft(shown.pk, moved, by=request.scope), _("Moved."))
    return redirect("surveys:questionnaire", shown.pk)


def _edited(request: ScopedRequest, bench: Bench) -> HttpResponse:
    """The form beside its preview: saved when it is posted, or only looked at."""
    before = bench.former.key if bench.former else None
    language = page_language(bench.draft)
    definition = read_definition(bench.draft.definition)
    earlier = conditionable(definition, before, bench.section.key, language)
    form = QuestionForm(
        request.POST or None, kind=bench.kind, languages=bench.draft.languages, earlier=earlier, question=bench.former
    )

    def save() -> None:
        question = form.question(bench.key)
        change_draft(bench.shown.pk, lambda old: bench.put(old, question), by=request.scope)

    is_look = LOOK in request.POST
    if form.is_bound and not is_look and is_done(request, form, save, _("Saved.")):
        return redirect("surveys:questionnaire", bench.shown.pk)
    seen, problem = _seen(request, bench, form)
    if is_look:
        form.errors.clear()  # looking asks for nothing
    context = {
        "questionnaire": bench.shown,
        "form": form,
        "kind": bench.kind,
        "is_new": bench.former is None,
        "preview": seen,
        "problem": problem,
        **preview_context(request, bench.draft, preview_language(request, bench.draft)),
    }
    status = INVALID if form.is_bound and not is_look else 200
    return render(request, "surveys/designing/question.html", context, status=status)


def _seen(request: ScopedRequest, bench: Bench, form: QuestionForm) -> tuple[str, str]:
    """The question as typed so far, alone in its section; or why it cannot be shown."""
    question, problem = bench.former, ""
    if form.is_bound and form.is_valid():
        try:
            question = form.unconditional(bench.key)
        except Refused as refused:
            problem = refused.message
    alone = (replace(question, condition=None),) if question else ()
    definition = Definition((replace(bench.section, questions=alone),))
    return preview(request, definition, preview_language(request, bench.draft)), problem
