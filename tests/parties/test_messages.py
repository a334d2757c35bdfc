from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import jobs
from foundation.models import Job
from parties.domain import messages
from parties.domain.messages import Rendered, Telling, tell
from parties.domain.roles import Role
from parties.models import Message, User
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@messages.renderer("tests.greeting")
def greeting(params: Mapping[str, int | str]) -> Rendered:
    return Rendered(subject=_("Home"), body=f"number {params['number']}", path="/there/")


@pytest.fixture
def user() -> User:
    return factories.person(factories.party(), Role.FLOOR, language="en")


def telling(user: User, key: str = "greeting:1") -> Telling:
    return Telling(user_id=user.pk, kind="tests.greeting", key=key, params={"number": 7})


def test_a_message_is_mailed_once_however_often_the_job_runs(user: User) -> None:
    tell([telling(user)], at=NOW)
    job = Job.objects.get(kind="parties.mail")
    jobs.run_due()
    messages.mail(job)
    assert [sent.to for sent in mail.outbox] == [[user.email]]
    assert mail.outbox[0].body.startswith("number 7")
    assert "/there/" in mail.outbox[0].body


def test_telling_twice_with_one_key_is_telling_once(user: User) -> None:
    tell([telling(user)], at=NOW)
    tell([telling(user)], at=NOW)
    assert Message.objects.count() == 1
    assert Job.objects.filter(kind="parties.mail").count() == 1


def test_a_person_sees_only_their_own(user: User) -> None:
    other = factories.person(factories.party(), Role.FLOOR)
    tell([telling(user), telling(other, "greeting:2")], at=NOW)
    assert [m.user_id for m in Message.objects.within(factories.scope(user))] == [user.pk]


def test_telling_nobody_is_allowed() -> None:
    tell([], at=NOW)
    assert Message.objects.count() == 0


def test_who_acts_for_no_party_any_more_is_told_nothing(user: User) -> None:
    tell([telling(user)], at=NOW)
    user.memberships.update(active_until=timezone.localdate() - timedelta(days=1))
    jobs.run_due()
    assert mail.outbox == []
    client = Client()
    client.force_login(user)
    assert "number 7" not in client.get(reverse("messages")).content.decode()
    user.memberships.update(active_until=None)
    assert "number 7" in client.get(reverse("messages")).content.decode()
