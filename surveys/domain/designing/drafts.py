"""The draft of a questionnaire: changed, frozen, followed by the next one. The one writer of versions."""

from collections.abc import Callable, Sequence
from datetime import datetime

from foundation.refusals import Refused
from parties.domain.scope import Scope, writing
from surveys.domain.designing.definition import Definition
from surveys.domain.designing.readiness import gaps
from surveys.domain.designing.reading import read_definition
from surveys.domain.designing.rules import check_structure
from surveys.domain.designing.writing_down import as_json, hash_of
from surveys.models import LANGUAGES, Questionnaire, QuestionnaireVersion

DESIGN = "surveys.design"


def change_draft(
    questionnaire_id: int, change: Callable[[Definition], Definition], *, by: Scope
) -> QuestionnaireVersion:
    """Put what ``change`` makes of the draft in its place.

    Refused: ``parties.not_yours``, ``surveys.questionnaire_archived``, ``surveys.version_frozen``; what ``change``, the
    shape and the rules refuse (:mod:`reading`, :mod:`rules`).
    """
    with writing(by):
        draft = _locked_draft(questionnaire_id, by=by)
        changed = read_definition(as_json(change(read_definition(draft.definition))))
        check_structure(changed)
        draft.definition = as_json(changed)
        draft.save(update_fields=["definition"])
        return draft


def choose_languages(questionnaire_id: int, languages: Sequence[str], *, by: Scope) -> None:
    """In which languages the draft is put. Refused: as ``change_draft``, ``surveys.language_missing``."""
    chosen = [language for language in LANGUAGES if language in languages]
    if not chosen:
        raise Refused("surveys.language_missing", "languages")
    with writing(by):
        draft = _locked_draft(questionnaire_id, by=by)
        draft.languages = chosen
        draft.save(update_fields=["languages"])


def freeze_draft(questionnaire_id: int, *, by: Scope, at: datetime) -> QuestionnaireVersion:
    """From now on it can be asked with, and never changes.

    Refused: as ``change_draft``, and with the first gap that :func:`readiness.gaps` finds.
    """
    with writing(by):
        draft = _locked_draft(questionnaire_id, by=by)
        definition = read_definition(draft.definition)
        missing = gaps(definition, languages=draft.languages, purpose=draft.questionnaire.purpose)
        if missing:
            raise missing[0]
        draft.frozen_at, draft.frozen_by_id, draft.frozen_hash = at, by.user_id, hash_of(definition)
        draft.save(update_fields=["frozen_at", "frozen_by", "frozen_hash"])
        return draft


def start_next(questionnaire_id: int, *, by: Scope) -> QuestionnaireVersion:
    """A draft of the next version: a copy of the last one.

    Refused: ``parties.not_yours``, ``surveys.questionnaire_archived``, ``surveys.draft_there``.
    """
    with writing(by):
        questionnaire = locked_questionnaire(questionnaire_id, by=by)
        last = questionnaire.versions.order_by("-number").first()
        if last is None or not last.is_frozen:
            raise Refused("surveys.draft_there")
        copied = {"definition": last.definition, "languages": last.languages}
        return questionnaire.versions.create(number=last.number + 1, **copied)


def drop_draft(questionnaire_id: int, *, by: Scope) -> None:
    """Give up the draft of a next version; the one in use stays. Refused: as ``change_draft``; the first one stays
    (``surveys.first_draft_stays``): put the questionnaire away instead."""
    with writing(by):
        draft = _locked_draft(questionnaire_id, by=by)
        if draft.number == 1:
            raise Refused("surveys.first_draft_stays")
        draft.delete()


def locked_questionnaire(questionnaire_id: int, *, by: Scope, even_archived: bool = False) -> Questionnaire:
    """Its row, locked until the transaction ends.

    Refused: ``parties.not_yours``, ``surveys.questionnaire_archived``.
    """
    mine = Questionnaire.objects.within(by, verb=DESIGN).select_for_update(no_key=True)
    questionnaire = mine.filter(pk=questionnaire_id).first()
    if questionnaire is None:
        raise Refused("parties.not_yours")
    if questionnaire.is_archived and not even_archived:
        raise Refused("surveys.questionnaire_archived")
    return questionnaire


def _locked_draft(questionnaire_id: int, *, by: Scope) -> QuestionnaireVersion:
    questionnaire = locked_questionnaire(questionnaire_id, by=by)
    draft = questionnaire.versions.filter(frozen_at=None).first()
    if draft is None:
        raise Refused("surveys.version_frozen")
    draft.questionnaire = questionnaire
    return draft
