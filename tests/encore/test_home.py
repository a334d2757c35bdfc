from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from encore.demo import people, story
from parties.models import User
from tests.contracts.test_web_breaches import browser

pytestmark = pytest.mark.django_db


def home_of(login: str) -> str:
    return browser(User.objects.get(email=f"{login}@demo.example")).get("/").content.decode()


def test_the_demo_gives_each_role_something_true_to_see() -> None:
    story.tell(timezone.now())
    manager, owner, finance = home_of("account"), home_of("owner"), home_of("client-finance")
    assert "车站店投诉处理与满意度提升服务合同" in manager
    assert "TS" in home_of("marketing")
    assert owner.count('enc-need"') >= 1
    assert finance.count("empty") >= 1


def test_an_empty_home_teaches() -> None:
    people.gather(timezone.now() - timedelta(days=1))
    assert "enc-empty" in home_of("hr")


def test_health_answers_without_an_account() -> None:
    assert Client().get("/health/").json() == {"status": "ok"}
    assert Client().get("/ready/").json() == {"status": "ok"}
