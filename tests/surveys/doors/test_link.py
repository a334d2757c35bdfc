"""The page behind a personal link: opened without an account, answered once, in three languages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from foundation.tokens import hash_token
from parties.domain.scope import SYSTEM, writing
from surveys.domain.waves.links import token_of
from surveys.domain.waves.running import close_wave
from surveys.models import Invitation, PooledAnswer, Wave
from tests.surveys.answers.makers import running
from tests.surveys.doors.posting import filled_in
from tests.surveys.factories import LATER

pytestmark = pytest.mark.django_db

ANSWER = "/surveys/answer/"


def invited() -> tuple[Wave, Invitation, str]:
    """Somebody, and the address that was sent to them."""
    wave, [invitation, _other] = running(2)
    with writing(SYSTEM):
        Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_token(token_of(invitation)))
    return wave, invitation, reverse("surveys:answer-link", args=[token_of(invitation)])


def place_on(page: str) -> str:
    """The hidden name of the page that is sent along."""
    found = re.search(r'name="place" value="(\w{32})"', page)
    assert found is not None
    return found[1]


def test_the_link_opens_the_questions_and_leaves_the_address() -> None:
    _wave, invitation, address = invited()
    client = Client()
    opened = client.get(address)
    assert (opened.status_code, opened["Location"], opened["Cache-Control"]) == (302, ANSWER, "private, no-store")
    for language, words in (("zh-hans", "问题satisfied"), ("zh-hant", "问题satisfied"), ("en", "Question satisfied")):
        client.cookies["django_language"] = language
        page = client.get(ANSWER).content.decode()
        assert (words in page, token_of(invitation) in page) == (True, False)
    assert Client().get(ANSWER).status_code == 404
    assert Client().get(reverse("surveys:answer-link", args=["x" * 43])).status_code == 404


def test_received_is_said_once_and_afterwards_that_it_was() -> None:
    wave, _invitation, address = invited()
    client = Client()
    client.get(address)
    client.cookies["django_language"] = "en"
    sent = filled_in(wave, place=place_on(client.get(ANSWER).content.decode()))
    first = client.post(ANSWER, sent)
    assert (first.status_code, first["Location"]) == (302, "/surveys/answer/received/")
    assert "Received. Thank you!" in client.get(first["Location"]).content.decode()
    assert "You have answered already" in client.get(first["Location"]).content.decode()
    again = client.post(ANSWER, sent)
    assert again.status_code == 302
    assert "You have answered already" in client.get(again["Location"]).content.decode()
    assert PooledAnswer.objects.count() == 1


def test_what_is_missing_or_wrong_is_said_at_its_question_and_keeps_what_was_answered() -> None:
    wave, _invitation, address = invited()
    client = Client()
    client.get(address)
    sent = filled_in(wave, place=place_on(client.get(ANSWER).content.decode()))
    for wrong in ({"q-satisfied": ""}, {"q-satisfied": "6"}, {"q-why": "长" * 1_000_001, "q-staff": "1"}):
        page = client.post(ANSWER, {**sent, **wrong})
        assert (page.status_code, "data-wrong" in page.content.decode()) == (422, True)
    for wrong in ({"version": "999999"}, {"version": "x"}, {"place": "0" * 32}):
        assert client.post(ANSWER, {**sent, **wrong}).status_code == 422
    assert PooledAnswer.objects.count() == 0
    # A phone without scripts shows what is hidden: what was typed there counts for nothing, and stops nobody.
    assert client.post(ANSWER, {**sent, "q-why": "ganz gut"}).status_code == 302


def test_the_page_of_one_invitation_never_answers_for_another() -> None:
    wave, invitation, address = invited()
    other = Invitation.objects.exclude(pk=invitation.pk).get()
    with writing(SYSTEM):
        Invitation.objects.filter(pk=other.pk).update(token_hash=hash_token(token_of(other)))
    client = Client()
    client.get(address)
    sent = filled_in(wave, place=place_on(client.get(ANSWER).content.decode()))
    client.get(reverse("surveys:answer-link", args=[token_of(other)]))
    assert client.post(ANSWER, sent).status_code == 422
    assert PooledAnswer.objects.count() == 0


def test_who_would_rather_not_answer_is_left_in_peace_and_who_is_late_told_so() -> None:
    wave, invitation, address = invited()
    client = Client()
    client.get(address)
    page = client.post(reverse("surveys:answer-refuse"), follow=True)
    assert page.status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).state == "refused"
    assert client.get(ANSWER).status_code == 404
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    assert client.post(ANSWER, filled_in(wave)).status_code == 404


def test_guessed_links_are_turned_away_after_some() -> None:
    client = Client()
    answers = [client.get(reverse("surveys:answer-link", args=[f"{n:043d}"])).status_code for n in range(32)]
    assert (answers[:30], answers[-1]) == ([404] * 30, 429)
