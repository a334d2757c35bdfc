"""What a person does about themselves."""

from datetime import datetime

from parties.domain.scope import Scope, writing
from parties.models import Message, User


def choose_language(user: User, language: str, *, by: Scope) -> None:
    """Set the language of a person's pages, mails and messages."""
    with writing(by):
        user.language = language
        user.save(update_fields=["language"])


def mark_read(message_ids: list[int], *, by: Scope, at: datetime) -> None:
    """Note that the person has seen these messages of theirs."""
    if message_ids:
        with writing(by):
            Message.objects.within(by).filter(pk__in=message_ids, read_at=None).update(read_at=at)
