"""The questionnaires of the demo: both sides' own, made from the templates and put to use."""

from typing import Final

from encore.demo.people import Cast
from parties.domain.scope import Scope
from surveys.domain.designing.drafts import freeze_draft
from surveys.domain.designing.questionnaires import NewQuestionnaire, make_questionnaire
from surveys.domain.designing.templates import template
from surveys.models import LANGUAGES, Questionnaire

IN_USE: Final = ("service", "promoters", "handling")
IN_HAND: Final = ("training",)


def write_questionnaires(cast: Cast) -> None:
    """Of the client: three in use and one still in hand. Of the provider: the one of the services."""
    owner, account = cast.scope("owner"), cast.scope("account")
    for code in IN_USE:
        _made(cast, cast.client.pk, code, by=owner, is_used=True)
    for code in IN_HAND:
        _made(cast, cast.client.pk, code, by=owner, is_used=False)
    _made(cast, cast.provider.pk, "service", by=account, is_used=True)


def _made(cast: Cast, party_id: int, code: str, *, by: Scope, is_used: bool) -> Questionnaire:
    start = template(code)
    new = NewQuestionnaire(start.named("zh-hans"), start.purpose, LANGUAGES, start.definition(LANGUAGES))
    made = make_questionnaire(party_id, new, by=by, at=cast.now)
    if is_used:
        freeze_draft(made.pk, by=by, at=cast.now)
    return made
