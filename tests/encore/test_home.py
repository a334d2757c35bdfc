from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from encore.demo import people
from parties.models import User
from tests.contracts.liability.test_web_breaches import browser

pytestmark = pytest.mark.django_db


def home_of(login: str) -> str:
    return browser(User.objects.get(email=f"{login}@demo.example")).get("/").content.decode()


def test_an_empty_home_teaches() -> None:
    people.gather(timezone.now() - timedelta(days=1))
    assert "enc-empty" in home_of("hr")


def test_health_answers_without_an_account() -> None:
    assert Client().get("/health/").json() == {"status": "ok"}
    assert Client().get("/ready/").json() == {"status": "ok"}
