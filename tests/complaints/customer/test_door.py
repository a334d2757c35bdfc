"""A guest scans the code of the room and sends a complaint without an account."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.domain.customer import door, room_codes
from complaints.domain.customer.contacts import Reach, reach_of
from complaints.domain.customer.door import send_from_room
from complaints.domain.customer.repeats import perhaps_same
from complaints.models import Complaint, CustomerContact, CustomerLink, Evidence, RoomCode
from foundation import jobs
from foundation.models import Job
from parties.domain.roles import Role
from parties.models import Message
from tests.complaints.customer.room import sent, token_at, told, typed
from tests.complaints.factories import HOUR, NOW, house_without_contract, logged
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def test_a_guest_sends_follows_and_stays_unnamed(client: Client) -> None:
    ktv = house_without_contract()
    address = reverse("complaints:room-form", args=[token_at(ktv)])
    page = client.get(address)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    answer = client.post(address, typed(evidence=SimpleUploadedFile("话筒.png", PNG)))
    assert (answer.status_code, answer["Location"]) == (302, reverse("complaints:customer-page"))
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.room, complaint.logged_by) == ("room_code", ktv.room, None)
    assert (complaint.gravity, complaint.responsible) == ("ordinary", ktv.people[Role.CUSTOMER_SERVICE])
    assert Evidence.objects.get().user is None
    assert not CustomerContact.objects.exists()
    followed = client.get(answer["Location"])
    assert complaint.number in followed.content.decode()
    assert ktv.people[Role.CUSTOMER_SERVICE].name not in followed.content.decode()


def test_what_is_refused_keeps_what_was_typed(client: Client) -> None:
    address = reverse("complaints:room-form", args=[token_at(house_without_contract())])
    answer = client.post(address, typed(kind="phone", address="call me", name="甄先生"))
    assert answer.status_code == 422
    assert "话筒坏了" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_sent_twice_it_is_one_complaint_with_one_link_and_one_mail() -> None:
    token = token_at(house_without_contract())
    said = told(reach=Reach("email", "zhen@example.com", "甄先生", "en"))
    first, again = sent(token, said), sent(token, said)
    assert (first.pk, Complaint.objects.count(), CustomerLink.objects.count()) == (again.pk, 1, 1)
    assert reach_of(CustomerContact.objects.get()).address == "zhen@example.com"
    jobs.run_due(at=timezone.now() + timedelta(seconds=1))
    [letter] = [each for each in mail.outbox if each.to == ["zhen@example.com"]]
    assert letter.subject == f"We have your complaint {first.complaint.number}"
    [link] = re.findall(r"http\S+", str(letter.body))
    opened = Client().get(link.removeprefix(settings.SITE_URL))
    assert opened["Location"] == reverse("complaints:customer-page")
    assert "zhen" not in str(list(Job.objects.values_list("key", "payload", "last_error")))


def test_a_link_is_not_mailed_to_a_contact_that_replaced_the_customers(client: Client) -> None:
    ktv = house_without_contract()
    link = sent(token_at(ktv), reach=Reach("email", "zhen@example.com"))
    client.force_login(ktv.people[Role.CUSTOMER_SERVICE])
    keep = reverse("complaints:contact", args=[link.complaint_id])
    said = {"kind": "email", "address": "other@example.com"}
    assert client.post(keep, said).status_code == 422
    assert client.post(keep, said | {"reason": "客人换了邮箱"}).status_code == 302
    jobs.run_due(at=timezone.now() + timedelta(seconds=1))
    assert not [each for each in mail.outbox if each.to == ["other@example.com"]]


def test_what_is_kept_of_a_form_opens_no_link_and_is_not_told_over_rest(client: Client) -> None:
    ktv = house_without_contract()
    token = token_at(ktv)
    link = sent(token)
    kept = link.complaint.client_id
    assert sent(token, told(client_id=kept)).complaint != link.complaint
    client.force_login(ktv.people[Role.CUSTOMER_SERVICE])
    read = client.get(f"/api/v1/complaints/{link.complaint_id}/")
    assert (read.status_code, read.json()["client_id"], str(kept) in read.content.decode()) == (200, None, False)


def test_a_flood_from_one_code_is_answered_and_told_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_AN_HOUR", 2)
    ktv = house_without_contract()
    token = token_at(ktv)
    first = told()
    link = sent(token, first)
    sent(token)
    for _ in range(5):
        with refused("complaints.code_busy"):
            sent(token)
    assert Complaint.objects.count() == 2
    assert sent(token, first) == link
    floods = Message.objects.filter(kind="complaints.code_busy")
    assert [message.user for message in floods] == [ktv.people[Role.VENUE_MANAGER]]
    later = send_from_room(token, told(), source="test", at=NOW + HOUR + timedelta(seconds=1))
    assert later.complaint.room == ktv.room
    monkeypatch.setattr(door, "MOST_AN_HOUR", 0)
    answer = client.post(reverse("complaints:room-form", args=[token]), typed())
    assert (answer.status_code, "话筒坏了" in answer.content.decode()) == (429, True)


def test_a_program_that_fills_every_field_logs_nothing_and_is_answered(client: Client) -> None:
    address = reverse("complaints:room-form", args=[token_at(house_without_contract())])
    assert client.post(address, typed(homepage="http://example.com")).status_code == 429
    assert not Complaint.objects.exists()


def test_a_replaced_code_opens_nothing_and_guessing_is_slowed(client: Client) -> None:
    cache.clear()
    ktv = house_without_contract()
    token = token_at(ktv)
    room_codes.renew_code(ktv.room.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW + HOUR)
    with refused("complaints.code_unknown"):
        sent(token)
    statuses = [client.get(reverse("complaints:room-form", args=[each])).status_code for each in [token, *"x" * 30]]
    assert statuses == [404] * 30 + [429]
    assert sent(room_codes.token_of(RoomCode.objects.get(room=ktv.room, revoked_at=None))).complaint.room == ktv.room
    cache.clear()


def test_the_same_room_and_subject_within_hours_is_perhaps_the_same() -> None:
    ktv = house_without_contract()
    token = token_at(ktv)
    reach = Reach("phone", "13800730000")
    mine = sent(token, reach=reach).complaint
    waiters = logged(ktv, subject="facilities", at=NOW - 2 * HOUR)
    logged(ktv, subject="price", at=NOW - HOUR)
    logged(ktv, subject="facilities", at=NOW - 7 * HOUR)
    same_guest = send_from_room(token, told(subject="price", reach=reach), source="t", at=NOW + 200 * HOUR).complaint
    logged(house_without_contract(), subject="facilities", at=NOW)
    assert list(perhaps_same(mine)) == [same_guest, waiters]
