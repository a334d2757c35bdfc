"""Replies that are kept ready: texts in three languages with a few gaps that we fill ourselves, once (C6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.domain.channels.standard_replies import STANDARD
from complaints.models import Complaint, ReplyTemplate
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from parties.domain.scope import Scope, writing

LONGEST_NAME: Final = 60
LONGEST_TEMPLATE: Final = 1000
VERB: Final = "complaints.tell"
GAPS: Final[dict[str, str | Promise]] = {
    "number": _("the complaint's number"),
    "venue": _("the venue"),
    "room": _("the room"),
    "step": _("where it stands"),
}
"""What may stand in curly brackets, and what comes in its place."""

_GAP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Wording:
    """A template's name and its text by language."""

    name: str
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """In this language, else in the first."""
        return self.texts.get(language) or self.texts["zh-hans"]

    @property
    def written(self) -> list[tuple[str, str]]:
        """Each language in which there is a text."""
        return [(language, text) for language, text in self.texts.items() if text]


@dataclass(frozen=True)
class Ready:
    """A template as it is offered; ``code`` chooses it."""

    code: str
    name: str | Promise
    wording: Wording
    is_own: bool = False


def ready_replies(by: Scope) -> list[Ready]:
    """The person's own house's templates, then those that come with the product."""
    own = ReplyTemplate.objects.within(by, verb=VERB).filter(retired_at=None)
    ours = [Ready(str(each.pk), each.name, _wording_of(each), is_own=True) for each in own]
    return ours + [Ready(code, name, Wording(code, texts)) for code, (name, texts) in STANDARD.items()]


def fill(wording: Wording, complaint: Complaint, *, language: str) -> str:
    """The text for this customer. What fills a gap is never read as a gap itself."""
    with translation.override(language):
        values = {
            "number": complaint.number,
            "venue": complaint.venue.name,
            "room": complaint.room.name if complaint.room else "—",
            "step": str(complaint.get_state_display()),
        }
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), wording.text(language))


def keep_template(
    wording: Wording, party_id: int, *, by: Scope, at: datetime, template_id: int | None = None
) -> ReplyTemplate:
    """Add a template of a party, or change one.

    Refused: ``parties.not_yours``, ``complaints.gap_unknown``, ``complaints.template_name_taken``,
    ``foundation.required`` and what a text is refused for.
    """
    by.require_for(VERB, party_id)
    name = clean_line(wording.name, LONGEST_NAME, "name")
    fields = {"zh-hans": "zh_hans", "zh-hant": "zh_hant", "en": "en"}
    texts = {field: _checked(wording.texts.get(language, ""), field) for language, field in fields.items()}
    for field, text in (("name", name), ("zh_hans", texts["zh_hans"])):
        if not text:
            raise Refused("foundation.required", field)
    with writing(by):
        others = ReplyTemplate.objects.filter(party=party_id, name=name, retired_at=None).exclude(pk=template_id or 0)
        if others.exists():
            raise Refused("complaints.template_name_taken", "name")
        if template_id is None:
            return ReplyTemplate.objects.create(party_id=party_id, name=name, **texts)
        template = ReplyTemplate.objects.select_for_update().get(pk=template_id, party=party_id, retired_at=None)
        for field, value in {"name": name, **texts}.items():
            setattr(template, field, value)
        template.save()
        return template


def retire_template(template_id: int, *, by: Scope, at: datetime) -> None:
    """Offer it no more. Refused: ``parties.not_yours``."""
    with writing(by):
        template = ReplyTemplate.objects.select_for_update().get(pk=template_id)
        by.require_for(VERB, template.party_id)
        ReplyTemplate.objects.filter(pk=template_id, retired_at=None).update(retired_at=at)


def _wording_of(template: ReplyTemplate) -> Wording:
    texts = {"zh-hans": template.zh_hans, "zh-hant": template.zh_hant, "en": template.en}
    return Wording(template.name, texts)


def _checked(text: str, field: str) -> str:
    said = clean_text(text, LONGEST_TEMPLATE, field)
    unknown = next((gap for gap in _GAP.findall(said) if gap not in GAPS), None)
    if unknown is not None:
        raise Refused("complaints.gap_unknown", field, gap=unknown[:20])
    return said
