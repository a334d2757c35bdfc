"""Questionnaires of a party: made from a template or empty, copied, renamed, put away and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from foundation.refusals import Refused
from foundation.text import clean_line, says_something
from parties.domain.scope import Scope, writing
from parties.models import Party
from surveys.domain.designing.definition import LONGEST_NAME, Definition
from surveys.domain.designing.drafts import DESIGN, locked_questionnaire
from surveys.domain.designing.reading import read_definition
from surveys.domain.designing.rules import check_structure
from surveys.domain.designing.writing_down import as_json
from surveys.models import LANGUAGES, Purpose, Questionnaire


@dataclass(frozen=True)
class NewQuestionnaire:
    """What a questionnaire begins with."""

    name: str
    purpose: str
    languages: Sequence[str]
    definition: Definition = field(default_factory=Definition)


def make_questionnaire(party_id: int, new: NewQuestionnaire, *, by: Scope, at: datetime) -> Questionnaire:
    """One of a party's own, with a first draft.

    Refused: ``parties.not_yours``, ``foundation.required``, ``surveys.name_taken``, ``surveys.language_missing``,
    ``surveys.definition_wrong`` for a purpose that does not exist; what the rules refuse.
    """
    if not (by.is_system or by.may_for(DESIGN, party_id)):
        raise Refused("parties.not_yours")
    languages = [language for language in LANGUAGES if language in new.languages]
    if not languages:
        raise Refused("surveys.language_missing", "languages")
    if new.purpose not in Purpose.values:
        raise Refused("surveys.definition_wrong", "purpose", place="purpose")
    definition = read_definition(as_json(new.definition))
    check_structure(definition)
    with writing(by):
        Party.objects.select_for_update(no_key=True).get(pk=party_id)
        name = _free_name(party_id, new.name)
        made = Questionnaire.objects.create(
            party_id=party_id, name=name, purpose=new.purpose, made_by_id=by.user_id, made_at=at
        )
        made.versions.create(number=1, definition=as_json(definition), languages=languages)
    return made


def copy_questionnaire(questionnaire_id: int, name: str, *, by: Scope, at: datetime) -> Questionnaire:
    """A new questionnaire that begins with the last version of another. Refused: as ``make_questionnaire``."""
    with writing(by):
        source = locked_questionnaire(questionnaire_id, by=by, even_archived=True)
        last = source.versions.latest("number")
        new = NewQuestionnaire(name, source.purpose, last.languages, read_definition(last.definition))
        return make_questionnaire(source.party_id, new, by=by, at=at)


def rename_questionnaire(questionnaire_id: int, name: str, *, by: Scope) -> None:
    """Refused: ``parties.not_yours``, ``foundation.required``, ``surveys.name_taken``."""
    with writing(by):
        questionnaire = locked_questionnaire(questionnaire_id, by=by)
        if name != questionnaire.name:
            questionnaire.name = _free_name(questionnaire.party_id, name)
            questionnaire.save(update_fields=["name"])


def archive_questionnaire(questionnaire_id: int, *, by: Scope) -> None:
    """Put it away: no new wave asks with it. Waves that ask with it go on. Refused: ``parties.not_yours``."""
    with writing(by):
        questionnaire = locked_questionnaire(questionnaire_id, by=by, even_archived=True)
        questionnaire.is_archived = True
        questionnaire.save(update_fields=["is_archived"])


def take_back_questionnaire(questionnaire_id: int, *, by: Scope) -> None:
    """Offer it again. Refused: ``parties.not_yours``, ``surveys.name_taken`` when another has its name by now."""
    with writing(by):
        questionnaire = locked_questionnaire(questionnaire_id, by=by, even_archived=True)
        if questionnaire.is_archived:
            _free_name(questionnaire.party_id, questionnaire.name)
            questionnaire.is_archived = False
            questionnaire.save(update_fields=["is_archived"])


def _free_name(party_id: int, name: str) -> str:
    name = clean_line(name, LONGEST_NAME, "name")
    if not says_something(name):
        raise Refused("foundation.required", "name")
    if Questionnaire.objects.filter(party=party_id, name=name, is_archived=False).exists():
        raise Refused("surveys.name_taken", "name")
    return name
