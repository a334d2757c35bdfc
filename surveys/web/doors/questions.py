"""The questions as a form, for every door alike."""

from django.http import HttpRequest
from django.utils import translation

from foundation.refusals import Refused
from foundation.web.refusals import add_refusal
from surveys.domain.designing.reading import read_definition
from surveys.models import QuestionnaireVersion
from surveys.web.answer_form import PREFIX, AnswerForm


def form_for(request: HttpRequest, version: QuestionnaireVersion) -> AnswerForm:
    """The form in the language of the page, as far as the questionnaire has it; filled in when it was sent."""
    data = request.POST if request.method == "POST" and "version" in request.POST else None
    return AnswerForm(data, definition=read_definition(version.definition), language=language_for(version))


def language_for(version: QuestionnaireVersion) -> str:
    """The language of the page, the other Chinese one where that is missing, or the first that there is."""
    wanted = (translation.get_language() or "").lower()
    offered: list[str] = list(version.languages)
    near = [each for each in offered if each == wanted] or [each for each in offered if each[:2] == wanted[:2]]
    return (near or offered)[0]


def version_sent(request: HttpRequest) -> int:
    """Which version the page that was sent had asked; 0 for none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 16 else 0


def show_refusal(form: AnswerForm, refused: Refused) -> None:
    """Show it at its question, or above the form."""
    name = f"{PREFIX}{refused.field}"
    if refused.field is not None and name in form.fields:
        form.add_error(name, refused.message)
    else:
        add_refusal(form, refused)
