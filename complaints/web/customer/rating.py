"""The form by which a customer rates the handling: the house's own questionnaire, or stars and a word."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language

from complaints.domain.customer.following import rate_handling
from complaints.domain.customer.questions import answer_questions, questions_for
from complaints.models import Complaint, CustomerLink
from complaints.web.customer.forms import RatingForm
from foundation.typed_ids import typed_id
from surveys.domain.designing.reading import read_definition
from surveys.models import QuestionnaireVersion
from surveys.web.answer_form import AnswerForm


class QuestionsForm(AnswerForm):
    """The questions of a version, which is sent along: another may be in use when the answers come."""

    def __init__(self, *args: Any, version: QuestionnaireVersion, **kwargs: Any) -> None:
        page = get_language() or ""
        language = page if page in version.languages else version.languages[0]
        definition = read_definition(version.definition)
        super().__init__(*args, definition=definition, language=language, **kwargs)
        self.version = version


def rating_form_of(complaint: Complaint, data: QueryDict | None = None) -> forms.Form:
    """What the customer is asked now."""
    version = questions_for(complaint, typed_id(data.get("version", "")) if data else None)
    return RatingForm(data) if version is None else QuestionsForm(data, version=version)


def keep_what_was_rated(link: CustomerLink, form: forms.Form, *, source: str, at: datetime) -> None:
    """What a form of :func:`rating_form_of` was sent with. Refused: as ``rate_handling``, ``answer_questions``."""
    if isinstance(form, QuestionsForm):
        answer_questions(link, form.version.pk, form.answers, source=source, at=at)
    else:
        said = form.cleaned_data
        rate_handling(link, said["stars"], said["words"], source=source, at=at)
