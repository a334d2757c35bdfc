"""What the staff sees of the customer, and the venue's room codes."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from complaints.domain.customer.contacts import Reach, keep_contact
from complaints.models import ContactLook, CustomerContact, RoomCode
from parties.domain.roles import Role
from tests.complaints.factories import NOW, at_stage, house_without_contract, logged

pytestmark = pytest.mark.django_db
NUMBER = "13800730000"


def test_the_contact_is_masked_until_it_is_asked_for_with_a_reason(client: Client) -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    client.force_login(ktv.people[Role.CUSTOMER_SERVICE])
    kept = reverse("complaints:contact", args=[complaint.pk])
    assert client.post(kept, {"kind": "phone", "address": "?"}).status_code == 422
    assert client.post(kept, {"kind": "phone", "address": NUMBER, "name": "甄先生"}).status_code == 302
    assert CustomerContact.objects.get().kept_by == ktv.people[Role.CUSTOMER_SERVICE]
    for name in ("complaints:customer", "complaints:detail"):
        words = client.get(reverse(name, args=[complaint.pk])).content.decode()
        assert ("138****0000" in words, NUMBER in words) == (True, False)
    show = reverse("complaints:contact-show", args=[complaint.pk])
    assert client.post(show, {"reason": ""}).status_code == 422
    shown = client.post(show, {"reason": "回电"})
    assert (NUMBER in shown.content.decode(), shown["Cache-Control"]) == (True, "private, no-store")
    assert ContactLook.objects.get().reason == "回电"
    client.force_login(house_without_contract().people[Role.CUSTOMER_SERVICE])
    assert client.post(show, {"reason": "回电"}).status_code == 404


def test_an_attempt_and_an_answer_come_from_the_page(client: Client) -> None:
    ktv = house_without_contract()
    complaint = at_stage(ktv, "told")
    client.force_login(ktv.people[Role.CUSTOMER_SERVICE])
    attempts = reverse("complaints:attempt", args=[complaint.pk])
    assert client.post(attempts, {"way": "phone", "end": "no_answer"}).status_code == 302
    answers = reverse("complaints:answer-issue", args=[complaint.pk])
    assert client.post(answers, {"text": " ", "language": "zh-hans"}).status_code == 422
    assert client.post(answers, {"text": "已致歉。", "language": "zh-hant"}).status_code == 302
    assert complaint.written_answers.get().language == "zh-hant"
    words = client.get(reverse("complaints:customer", args=[complaint.pk])).content.decode()
    assert complaint.written_answers.get().file.sha256 in words


def test_codes_are_made_once_printed_and_replaced_by_the_venues_manager_alone(client: Client) -> None:
    ktv = house_without_contract()
    make = reverse("complaints:room-codes-make", args=[ktv.venue.pk])
    sheet = reverse("complaints:room-codes-sheet", args=[ktv.venue.pk])
    client.force_login(ktv.people[Role.VENUE_MANAGER])
    assert client.get(sheet).status_code == 404
    assert [client.post(make).status_code for _ in range(2)] == [302, 302]
    code = RoomCode.objects.get()
    printed = client.get(sheet)
    assert len(pikepdf.open(BytesIO(printed.content)).pages) == 1
    assert client.get(reverse("complaints:room-codes")).status_code == 200
    renew = reverse("complaints:room-code-renew", args=[ktv.room.pk])
    assert client.post(renew).status_code == 302
    code.refresh_from_db()
    assert code.revoked_at is not None
    assert RoomCode.objects.filter(room=ktv.room, revoked_at=None).count() == 1
    client.force_login(house_without_contract().people[Role.VENUE_MANAGER])
    assert [client.post(make).status_code, client.get(sheet).status_code, client.post(renew).status_code] == [404] * 3
    client.force_login(ktv.people[Role.FLOOR])
    assert client.post(make).status_code == 403


def test_a_contact_of_another_house_is_not_there(client: Client) -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    keep_contact(complaint.pk, Reach("phone", NUMBER), by=ktv.scope(Role.FLOOR), at=NOW)
    client.force_login(house_without_contract().people[Role.VENUE_MANAGER])
    assert client.get(reverse("complaints:customer", args=[complaint.pk])).status_code == 404
