from django.urls import path

from surveys.web.designing.questionnaire import (
    questionnaire,
    questionnaire_archive,
    questionnaire_copy,
    questionnaire_drop,
    questionnaire_freeze,
    questionnaire_next,
    questionnaire_settings,
    questionnaire_take_back,
)
from surveys.web.designing.questionnaires import questionnaire_new, questionnaires
from surveys.web.designing.questions import question_edit, question_move, question_new, question_remove
from surveys.web.designing.sections import section_edit, section_move, section_new, section_remove

ONE = "surveys/questionnaires/<int:questionnaire_id>/"
SECTION = f"{ONE}sections/<slug:key>/"
QUESTION = f"{ONE}questions/<slug:key>/"

urlpatterns = [
    path("surveys/questionnaires/", questionnaires, name="questionnaires"),
    path("surveys/questionnaires/new/", questionnaire_new, name="questionnaire-new"),
    path(ONE, questionnaire, name="questionnaire"),
    path(f"{ONE}settings/", questionnaire_settings, name="questionnaire-settings"),
    path(f"{ONE}copy/", questionnaire_copy, name="questionnaire-copy"),
    path(f"{ONE}freeze/", questionnaire_freeze, name="questionnaire-freeze"),
    path(f"{ONE}next/", questionnaire_next, name="questionnaire-next"),
    path(f"{ONE}drop/", questionnaire_drop, name="questionnaire-drop"),
    path(f"{ONE}archive/", questionnaire_archive, name="questionnaire-archive"),
    path(f"{ONE}take-back/", questionnaire_take_back, name="questionnaire-take-back"),
    path(f"{ONE}new-section/", section_new, name="section-new"),
    path(SECTION, section_edit, name="section"),
    path(f"{SECTION}remove/", section_remove, name="section-remove"),
    path(f"{SECTION}move/", section_move, name="section-move"),
    path(f"{ONE}sections/<slug:section_key>/new-question/", question_new, name="question-new"),
    path(QUESTION, question_edit, name="question"),
    path(f"{QUESTION}remove/", question_remove, name="question-remove"),
    path(f"{QUESTION}move/", question_move, name="question-move"),
]
