"""The handling rated by the house's own questions, on the customer's page."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from complaints.domain.customer.questions import answer_questions, answered_words
from complaints.models import HandlingRating
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from surveys.domain.designing.drafts import freeze_draft, start_next
from surveys.domain.designing.questionnaires import NewQuestionnaire, archive_questionnaire, make_questionnaire
from surveys.domain.designing.templates import template
from surveys.models import Questionnaire, QuestionnaireVersion
from tests import factories
from tests.complaints.customer.test_page import PAGE, link_to, opened, told
from tests.complaints.factories import NOW, House, house_without_contract
from tests.complaints.refused import refused
from tests.surveys.factories import frozen

pytestmark = pytest.mark.django_db


def asking(ktv: House) -> Questionnaire:
    """The house asks with the template, in its first version."""
    start, languages = template("handling"), ["zh-hans", "en"]
    new = NewQuestionnaire("处理", start.purpose, languages, start.definition(languages))
    made = make_questionnaire(ktv.venue.party_id, new, by=SYSTEM, at=NOW)
    freeze_draft(made.pk, by=SYSTEM, at=NOW)
    return made


def test_the_houses_own_questions_are_put_answered_once_and_read_by_the_staff() -> None:
    ktv = house_without_contract()
    made = asking(ktv)
    first = made.versions.get()
    complaint = told(ktv)
    browser, address = opened(link_to(complaint)), reverse("complaints:customer-rate")
    page = browser.get(PAGE).content.decode()
    assert "您对这次处理满意吗？" in page
    assert f'name="version" value="{first.pk}"' in page
    # A successor that comes meanwhile changes nothing for a page that is open.
    start_next(made.pk, by=SYSTEM)
    freeze_draft(made.pk, by=SYSTEM, at=timezone.now())
    sent = {"version": first.pk, "q-satisfied": "2", "q-parts-fast": "1", "q-better": "早点回电"}
    for wrong in ({}, {"q-satisfied": "6"}, {"q-better": "x" * 1_000_000}):
        assert browser.post(address, {"version": first.pk, **wrong}).status_code == 422
    assert [browser.post(address, sent).status_code for _twice in range(2)] == [302, 422]
    rating = HandlingRating.objects.get()
    assert (rating.stars, rating.version_id) == (2, first.pk)
    assert rating.answers == {"satisfied": 2, "parts": {"fast": 1}, "better": "早点回电"}
    assert ("What should we have done?", "早点回电") in answered_words(rating, "en")
    staff = factories.person(complaint.venue.party, Role.CUSTOMER_SERVICE)
    browser.force_login(staff)
    assert "早点回电" in browser.get(reverse("complaints:customer", args=[complaint.pk])).content.decode()


def test_what_does_not_fit_is_refused_and_without_questions_there_are_the_stars() -> None:
    ktv = house_without_contract()
    made = asking(ktv)
    link, version = link_to(told(ktv)), QuestionnaireVersion.objects.get().pk
    foreign = frozen(factories.party(), purpose="handling").pk

    def answer(said: Mapping[str, object], version_id: int | None = version) -> HandlingRating:
        return answer_questions(link, version_id, said, source="", at=timezone.now())

    for version_id in (foreign, None):
        with refused("surveys.definition_wrong"):
            answer({"satisfied": 5}, version_id)
    wrong: list[tuple[str, dict[str, object]]] = [
        ("surveys.answer_missing", {}),
        ("surveys.answer_out_of_range", {"satisfied": 6}),
        ("surveys.answer_hidden", {"satisfied": 5, "better": "?"}),
        ("surveys.answer_unknown", {"satisfied": 5, "more": 1}),
    ]
    for code, said in wrong:
        with refused(code):
            answer(said)
    archive_questionnaire(made.pk, by=SYSTEM)
    assert 'name="stars"' in opened(link).get(PAGE).content.decode()
    kept = answer({"satisfied": 4})
    with pytest.raises(IntegrityError, match="rating_answers_a_version"), writing(SYSTEM), transaction.atomic():
        HandlingRating.objects.create(complaint=told(ktv), stars=4, answers={"satisfied": 4}, at=NOW)
    assert kept.answers == {"satisfied": 4}
