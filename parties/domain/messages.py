"""Telling people: a message is written with its cause, shown in the app at once and mailed by a job.

Floors above register how each kind reads; nothing but ids is stored.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone, translation

from foundation import jobs
from foundation.inserting import insert
from foundation.models import Job
from parties.domain.scope import Scope
from parties.models import Message


@dataclass(frozen=True)
class Rendered:
    """A message as its reader sees it; ``path`` is the page where they act on it."""

    subject: str
    body: str
    path: str


Renderer = Callable[[Mapping[str, int | str]], Rendered]
_renderers: dict[str, Renderer] = {}


def renderer(kind: str) -> Callable[[Renderer], Renderer]:
    """Register how messages of ``kind`` read. Called with the reader's language already active.

    Beside its params it gets ``reader``, the id of the person: what the message names may be closed to them by now.
    """

    def register(render: Renderer) -> Renderer:
        _renderers[kind] = render
        return render

    return register


@dataclass(frozen=True)
class Telling:
    """One message to write: ``key`` makes it once-only, ``params`` are ids and codes, never personal data."""

    user_id: int
    kind: str
    key: str
    params: Mapping[str, int | str]


def tell(tellings: list[Telling], *, at: datetime) -> None:
    """Write messages and the jobs that mail them, in the caller's transaction. A key used before is a no-op."""
    wanted = {telling.key: telling for telling in tellings}
    if not wanted:
        return
    insert(
        [
            Message(key=t.key, user_id=t.user_id, kind=t.kind, params=dict(t.params), created_at=at)
            for t in wanted.values()
        ],
        ignore_conflicts=True,
    )
    jobs.enqueue_many("parties.mail", [(f"mail:{key}", {"key": key}) for key in wanted])


# A reader who has seen the smaller number is shown the larger one as new.
ADD_UP: Final = """
INSERT INTO parties_message (key, user_id, kind, params, created_at) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET read_at = NULL, params = parties_message.params || jsonb_build_object(
    'count', (parties_message.params ->> 'count')::int + (excluded.params ->> 'count')::int
)
"""
WINDOW: Final = 60
"""Seconds that share a message: all batches of one sweep, and sweeps at once, add up; then it is mailed."""


def window_of(at: datetime) -> int:
    """The part of a key that is the same for all that happens in one window."""
    return int(at.timestamp()) // WINDOW


def add_up(tellings: list[Telling], *, at: datetime) -> None:
    """Like :func:`tell`, but a key used before adds its ``count`` to the message that stands there.

    So many things that happen at once reach a person as one message, however many transactions they take. It is mailed
    a minute after ``at``, when they are all in. Written in the order of keys, so that two at once only wait.
    """
    ordered = sorted(tellings, key=lambda telling: telling.key)
    if not ordered:
        return
    values = [(each.key, each.user_id, each.kind, json.dumps(dict(each.params)), at) for each in ordered]
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_UP.format(rows=", ".join(["(%s, %s, %s, %s::jsonb, %s)"] * len(values))),
            [value for row in values for value in row],
        )
    mails = [(f"mail:{each.key}", {"key": each.key}) for each in ordered]
    jobs.enqueue_many("parties.mail", mails, at + timedelta(seconds=WINDOW))


def render(message: Message, *, language: str) -> Rendered:
    """The message in ``language``."""
    with translation.override(language):
        return _renderers[message.kind]({**message.params, "reader": message.user_id})


def mail(job: Job) -> None:
    """Mail one message, once in effect: the Message-ID is the message's key, so a resend can be told from a first.

    Nothing is mailed to somebody who acts for no party any more.
    """
    message = Message.objects.select_related("user").filter(key=job.payload["key"], sent_at=None).first()
    if message is None or not message.user.is_active or not Scope.of(message.user, source="mail").hats:
        return
    rendered = render(message, language=message.user.language)
    EmailMessage(
        subject=rendered.subject,
        body=f"{rendered.body}\n\n{settings.SITE_URL}{rendered.path}\n",
        to=[message.user.email],
        headers={"Message-ID": f"<{message.key.replace(':', '.')}@encore>"},
    ).send()
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now())


def register_job() -> None:
    """Tell the job runner who mails."""
    jobs.register("parties.mail")(mail)
