"""What a page shows of the conversation with a customer, each part read once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from complaints.domain.channels.conversation import NOTE, SAY, Line, lines_of
from complaints.domain.channels.templates import Ready, fill, ready_replies
from complaints.domain.channels.texts import text_of
from complaints.domain.channels.ways import Ways, ways_to
from complaints.domain.people import Here
from complaints.models import Complaint, CustomerContact, InternalNote, MessageChannel
from complaints.web.channels.forms import HeardForm, NoteForm, SayForm

REASONS: Final[dict[str, str | Promise]] = {
    "no_address": _("The customer's address is gone."),
    "not_set_up": _("This channel is not set up here."),
    "timeouterror": _("The provider did not answer."),
}
CHANNEL_ICONS: Final = {
    MessageChannel.PHONE.value: "phone",
    MessageChannel.IN_PERSON.value: "user",
    MessageChannel.SMS.value: "message",
    MessageChannel.WECHAT.value: "brand-wechat",
    MessageChannel.EMAIL.value: "mail",
}


@dataclass(frozen=True)
class Bubble:
    """One message as it is drawn."""

    line: Line
    icon: str
    why_failed: str | Promise


@dataclass(frozen=True)
class OwnNote:
    """One internal note as it is drawn."""

    note: InternalNote
    text: str


class Talk:
    """The conversation of one complaint as one person sees it; ``chosen`` is the template picked on the page."""

    def __init__(
        self,
        complaint: Complaint,
        here: Here,
        *,
        chosen: Mapping[str, str] | None = None,
        say: SayForm | None = None,
        heard: HeardForm | None = None,
        note: NoteForm | None = None,
    ) -> None:
        self.complaint = complaint
        self.here = here
        self.scope = here.by
        self.chosen = chosen or {}
        self._say, self._heard, self._note = say, heard, note

    @cached_property
    def bubbles(self) -> list[Bubble]:
        """What was said so far, the first first."""
        messages = list(self.complaint.messages.select_related("user", "delivery"))
        return [_bubble(line) for line in lines_of(messages)]

    @cached_property
    def notes(self) -> list[OwnNote]:
        """Those of the person's own side."""
        rows = InternalNote.objects.within(self.scope, verb=NOTE).filter(complaint=self.complaint)
        return [OwnNote(note, text_of(note)) for note in rows.select_related("user")]

    @cached_property
    def contact(self) -> CustomerContact | None:
        """How the customer can be reached."""
        return getattr(self.complaint, "contact", None)

    @cached_property
    def ways(self) -> Ways:
        """By which ways they can be answered."""
        return ways_to(self.contact)

    @property
    def missing(self) -> list[str | Promise]:
        """The channels that would reach them and are not set up."""
        return [MessageChannel(channel).label for channel in self.ways.missing]

    @cached_property
    def may_say(self) -> bool:
        """Whether this person may answer."""
        return self.here.may(SAY)

    @cached_property
    def may_note(self) -> bool:
        """Whether this person may write down what they heard, and leave notes."""
        return self.here.may(NOTE)

    @cached_property
    def replies(self) -> list[Ready]:
        """The templates that are offered."""
        return ready_replies(self.scope)

    @property
    def language(self) -> str:
        """In which language a template is filled: as asked for, else the customer's."""
        wanted = self.chosen.get("in", "")
        own = self.contact.language if self.contact else settings.LANGUAGE_CODE
        return wanted if wanted in dict(settings.LANGUAGES) else own

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Each language by its own name."""
        return list(settings.LANGUAGES)

    @cached_property
    def say_form(self) -> SayForm:
        """The answer, filled from the chosen template."""
        initial = {"key": uuid.uuid4(), "channel": self.ways.all[0], "text": self._template_text()}
        return self._say or SayForm(channels=channel_choices(self.ways), initial=initial)

    @cached_property
    def heard_form(self) -> HeardForm:
        """What the customer said."""
        return self._heard or HeardForm(initial={"key": uuid.uuid4()}, prefix="heard")

    @cached_property
    def note_form(self) -> NoteForm:
        """An internal note."""
        return self._note or NoteForm(initial={"key": uuid.uuid4()}, prefix="note")

    def _template_text(self) -> str:
        code = self.chosen.get("reply", "")
        ready = next((each for each in self.replies if each.code == code), None) if code else None
        return fill(ready.wording, self.complaint, language=self.language) if ready else ""


def channel_choices(ways: Ways) -> list[tuple[str, StrOrPromise]]:
    """What may be chosen, the customer's own channel first."""
    return [(channel, MessageChannel(channel).label) for channel in ways.all]


def _bubble(line: Line) -> Bubble:
    delivery = getattr(line.message, "delivery", None)
    why = REASONS.get(delivery.reason, _("The provider would not carry it.")) if delivery and delivery.reason else ""
    return Bubble(line, CHANNEL_ICONS[line.message.channel], why)
