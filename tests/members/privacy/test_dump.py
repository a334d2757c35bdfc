"""What a thief of the database, the broker or the logs would find of members: no name, no telephone number."""

import logging
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from kombu.message import Message

from encore.celery import app as celery
from encore.postgres_programs import Programs
from foundation import waking
from foundation.enciphering import house_key
from foundation.waking import bell
from members.domain.privacy.filing import Hashes
from members.domain.registry.enrolling import next_member_ids, rows_of, save_all
from members.domain.registry.profile import checked
from members.models import Member
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.members.factories import NOW, profile
from tests.members.registry.test_pages import FORM

PHONES = ("13912340987", "13700456123")
NAMES = ("甄密函", "甄藏名")
QUEUE = celery.conf.task_default_queue
SEEDS = (*PHONES, *NAMES, "11010519491231002X", "他换了号码 13912340987")


def dumped(owner_url: str, folder: Path) -> str:
    """The whole product as pg_dump writes it; the worlds of other tests lie in a schema of their own."""
    program = Programs(folder).path("pg_dump")
    asked = [str(program), "--schema", "public", "--dbname", owner_url]
    told = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=120)
    return told.stdout


def found_in(text: str) -> list[str]:
    """The seeds that stand in a text: as they are, and as PostgreSQL prints bytes."""
    return [seed for seed in SEEDS if seed in text or seed.encode().hex() in text]


@pytest.mark.database
def test_neither_dump_nor_broker_nor_logs_hold_who_the_members_are(
    transactional_db: None, database_addresses: tuple[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    venue = factories.venue(factories.party())
    manager = factories.person(venue.party, Role.VENUE_MANAGER)
    client = Client()
    client.force_login(manager)
    enrol = {**FORM, "venue": venue.pk, "name": NAMES[0], "phone": PHONES[0], "identity": SEEDS[4]}
    client.post(reverse("members:enrol"), enrol)
    client.post(reverse("members:enrol"), enrol)  # refused: the number is known
    _imported(venue.party_id, venue.pk)
    first, second = Member.objects.order_by("pk")
    client.post(reverse("members:search"), {"q": PHONES[0]})
    client.post(reverse("members:note", args=[first.pk]), {"note": SEEDS[5]})
    shown = client.post(reverse("members:show", args=[first.pk]), {"field": "phone", "reason": "确认包厢"})
    assert PHONES[0] in shown.content.decode()
    erase = {"reason": "本人要求", "number": second.number}
    assert client.post(reverse("members:erase", args=[second.pk]), erase).status_code == 302
    dump = dumped(database_addresses[1], tmp_path)
    assert (f"M{first.pk:08d}" in dump, "确认包厢" in dump) == (True, True)  # the looking glass works
    broker = _broker_holds()
    assert waking.TASK in broker  # and this one too
    logs = "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records)])
    assert [found_in(text) for text in (dump, broker, logs)] == [[], [], []]


def _imported(party_id: int, venue_id: int) -> None:
    """As files of members come in: many rows at once."""
    said = replace(profile(name=NAMES[1], phone=PHONES[1]), venue_id=venue_id)
    given = checked(said, today=NOW.date())
    [member_id] = next_member_ids(1)
    with writing(SYSTEM):
        save_all([rows_of(member_id, given, hashes=Hashes(party_id), house=house_key(), at=NOW)])


def _broker_holds() -> str:
    """Every message that waits in the broker, read as a worker reads it and put back."""
    bell.ring()
    assert bell.wait_until_quiet(5)
    with celery.connection_for_read() as connection, connection.SimpleQueue(QUEUE) as queue:
        waiting: list[Message] = []
        with suppress(queue.Empty):
            while True:
                waiting.append(queue.get(block=False))
        for message in waiting:
            message.requeue()  # type: ignore[no-untyped-call]
        return "\n".join(f"{message.headers} {message.properties} {message.payload}" for message in waiting)
