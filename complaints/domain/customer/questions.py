"""What a customer is asked about the handling of their complaint: the venue's own questionnaire, where there is one.

It is no survey: who answers is known, as with the stars alone. The stars are its question on satisfaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.domain.customer.following import Rated, keep_rating
from complaints.models import Complaint, CustomerLink, HandlingRating
from foundation.refusals import Refused
from surveys.domain.answers.checking import checked_answer, in_words
from surveys.domain.designing.definition import Role, worded
from surveys.domain.designing.in_use import version_in_use, versions_for
from surveys.domain.designing.reading import read_definition
from surveys.models import Purpose, QuestionnaireVersion


def questions_for(complaint: Complaint, version_id: int | None = None) -> QuestionnaireVersion | None:
    """What is asked now, or was when the page was opened (``version_id``); nothing where the house has no
    questionnaire for it: then the stars alone are asked for."""
    party_id = complaint.venue.party_id
    opened = versions_for(party_id, Purpose.HANDLING).filter(pk=version_id).first() if version_id else None
    return opened or version_in_use(party_id, Purpose.HANDLING)


def answer_questions(
    link: CustomerLink, version_id: int | None, said: Mapping[str, Any], *, source: str, at: datetime
) -> HandlingRating:
    """Keep what was answered, once. The version may have got a successor while the page was open.

    Refused: ``surveys.definition_wrong`` for a version that was not asked here; as ``rate_handling``, and what an
    answer is refused for (:mod:`surveys.domain.answers.checking`).
    """
    version = versions_for(link.complaint.venue.party_id, Purpose.HANDLING).filter(pk=version_id or 0).first()
    if version is None:
        raise Refused("surveys.definition_wrong", None, place="version")
    definition = read_definition(version.definition)
    answers = checked_answer(definition, said)
    stars = definition.question_of(Role.SATISFACTION)
    if stars is None:
        raise Refused("surveys.definition_wrong", None, place="role")
    rated = Rated(answers[stars.key], version_id=version.pk, answers=answers)
    return keep_rating(link, rated, source=source, at=at)


def answered_words(rating: HandlingRating, language: str) -> list[tuple[str, str]]:
    """Each question that was answered, and the answer, as people read them."""
    if rating.version is None or rating.answers is None:
        return []
    definition = read_definition(rating.version.definition)
    return [
        (worded(question.title, language), in_words(question, rating.answers[question.key], language))
        for question in definition.questions
        if question.key in rating.answers
    ]
