"""The pages of the conversation, the phone desk, the templates and the parked mails."""

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from complaints.domain.channels.conversation import note_internally
from complaints.domain.channels.parking import park
from complaints.domain.channels.standard_replies import STANDARD
from complaints.domain.channels.templates import GAPS, Wording, fill, keep_template, ready_replies
from complaints.domain.channels.texts import text_of
from complaints.domain.customer.contacts import reach_of
from complaints.models import Complaint, CustomerMessage, InternalNote, MessageDelivery, ParkedMail, ReplyTemplate
from complaints.web.channels import phone
from foundation.models import IdempotentRequest
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from tests.complaints.channels.provider import Provider
from tests.complaints.channels.talks import NUMBER, reachable, say, saying
from tests.complaints.factories import HOUR, NOW, House, house, logged

DOOR = Scope(label="mailbox", source="imap")


def client_of(ktv: House, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[role])
    return client


def page(client: Client, address: str, **sent: Any) -> str:
    return client.get(address, sent).content.decode()


# ------------------------------------------------------------------------------------------------------ conversation
def test_an_answer_is_typed_sent_and_seen_on_the_page_of_the_case(ktv: House, provider: Provider) -> None:
    complaint, client = reachable(ktv), client_of(ktv, Role.CUSTOMER_SERVICE)
    sent = {"key": str(uuid.uuid4()), "channel": "sms", "text": "<b>您好</b>"}
    for _twice in range(2):
        answer = client.post(f"/complaints/{complaint.pk}/say/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/complaints/{complaint.pk}/#conversation")
    shown = page(client, f"/complaints/{complaint.pk}/")
    assert shown.count("&lt;b&gt;您好&lt;/b&gt;") == 1
    assert "On its way" in shown


def test_a_channel_that_is_not_set_up_says_to_call(ktv: House, settings: Any) -> None:
    settings.CUSTOMER_GATEWAYS = {}
    complaint, client = reachable(ktv), client_of(ktv, Role.CUSTOMER_SERVICE)
    assert "SMS is not set up here. Call the customer" in page(client, f"/complaints/{complaint.pk}/")
    sent = {"key": str(uuid.uuid4()), "channel": "sms", "text": "我写的话"}
    answer = client.post(f"/complaints/{complaint.pk}/say/", sent)
    assert answer.status_code == 422
    assert "我写的话" in answer.content.decode()
    assert not CustomerMessage.objects.exists()


def test_a_failed_message_offers_to_be_sent_again(ktv: House, provider: Provider) -> None:
    complaint = reachable(ktv)
    message = say(ktv, complaint)
    MessageDelivery.objects.update(state="failed", failed_at=NOW, reason="http_400")
    client = client_of(ktv, Role.CUSTOMER_SERVICE)
    again = f"/complaints/{complaint.pk}/messages/{message.pk}/again/"
    assert again in page(client, f"/complaints/{complaint.pk}/conversation/")
    assert client.post(again).status_code == 302
    assert MessageDelivery.objects.get().state == "queued"
    assert client_of(house(), Role.CUSTOMER_SERVICE).post(again).status_code == 404


def test_the_other_party_never_sees_an_internal_note(ktv: House) -> None:
    complaint = logged(ktv)
    sent = {"note-key": str(uuid.uuid4()), "note-text": "给自己人看的"}
    assert client_of(ktv, Role.FLOOR).post(f"/complaints/{complaint.pk}/note/", sent).status_code == 302
    address = f"/complaints/{complaint.pk}/"
    assert "给自己人看的" in page(client_of(ktv, Role.VENUE_MANAGER), address)
    for role in (Role.CUSTOMER_SERVICE, Role.MARKETING, Role.ACCOUNT_MANAGER):
        assert "给自己人看的" not in page(client_of(ktv, role), address)
    assert InternalNote.objects.get().party == ktv.client


def test_what_was_heard_is_written_down_on_the_page(ktv: House) -> None:
    complaint, client = logged(ktv), client_of(ktv, Role.FLOOR)
    sent = {"heard-key": str(uuid.uuid4()), "heard-channel": "phone", "heard-text": "客人说好了"}
    assert client.post(f"/complaints/{complaint.pk}/heard/", sent).status_code == 302
    assert text_of(CustomerMessage.objects.get()) == "客人说好了"
    assert client.post(f"/complaints/{complaint.pk}/heard/", sent | {"heard-text": ""}).status_code == 422


def test_a_conversation_of_another_house_does_not_exist_here(ktv: House) -> None:
    base, client = f"/complaints/{logged(ktv).pk}/", client_of(house(), Role.CUSTOMER_SERVICE)
    assert client.get(f"{base}conversation/").status_code == 404
    assert [client.post(f"{base}{each}/").status_code for each in ("say", "heard", "note")] == [404] * 3


# --------------------------------------------------------------------------------------------------------- templates
def test_a_template_is_filled_in_the_language_of_the_customer(ktv: House) -> None:
    complaint, client = reachable(ktv), client_of(ktv, Role.CUSTOMER_SERVICE)
    address = f"/complaints/{complaint.pk}/conversation/"
    assert f"编号{complaint.number}" in page(client, address, reply="received")
    assert f"its number is {complaint.number}" in page(client, address, **{"reply": "received", "in": "en"})
    assert "编号" not in page(client, address, reply="<b>")


def test_every_standard_reply_is_there_in_three_languages_and_fills_every_gap(ktv: House) -> None:
    complaint = logged(ktv)
    for name, texts in STANDARD.values():
        assert set(texts) == {"zh-hans", "zh-hant", "en"}
        for language in texts:
            assert "{" not in fill(Wording(str(name), texts), complaint, language=language)


def test_what_fills_a_gap_is_never_read_as_a_gap(ktv: House) -> None:
    ktv.room.name = "{venue}{0.__class__}"
    ktv.room.save()
    wording = Wording("x", {"zh-hans": "{room} {number}"})
    complaint = logged(ktv)
    assert fill(wording, complaint, language="zh-hans") == f"{{venue}}{{0.__class__}} {complaint.number}"


@pytest.mark.parametrize("text", ["{}", "{name}", "{number.__class__}", "{{room}}x{y}"])
def test_a_gap_that_nothing_fills_is_refused(ktv: House, text: str) -> None:
    with pytest.raises(Refused) as refused:
        _keep(ktv, text=text)
    assert refused.value.code == "complaints.gap_unknown"


def _keep(ktv: House, name: str = "问候", text: str = "{number}") -> ReplyTemplate:
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    return keep_template(Wording(name, {"zh-hans": text}), ktv.provider.pk, by=by, at=NOW)


def test_templates_belong_to_a_house_and_are_named_once_in_it(ktv: House) -> None:
    _keep(ktv, text="".join(f"{{{gap}}}" for gap in GAPS))
    with pytest.raises(Refused) as refused:
        _keep(ktv)
    assert refused.value.code == "complaints.template_name_taken"
    with pytest.raises(Refused):
        keep_template(Wording("x", {"zh-hans": "x"}), ktv.client.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW)
    assert [each.name for each in ready_replies(ktv.scope(Role.CUSTOMER_SERVICE)) if each.is_own] == ["问候"]
    assert [each.name for each in ready_replies(ktv.scope(Role.VENUE_MANAGER)) if each.is_own] == []


def test_a_template_is_made_changed_and_retired_on_its_pages(ktv: House) -> None:
    client = client_of(ktv, Role.CUSTOMER_SERVICE)
    sent = {"party": ktv.provider.pk, "name": "问候", "zh_hans": "您好 {nmuber}"}
    refused = client.post("/complaints/replies/new/", sent)
    assert refused.status_code == 422
    assert "{nmuber}" in refused.content.decode()
    assert client.post("/complaints/replies/new/", sent | {"zh_hans": "您好 {number}"}).status_code == 302
    own = ReplyTemplate.objects.get()
    address = f"/complaints/replies/{own.pk}/"
    assert client_of(house(), Role.CUSTOMER_SERVICE).get(address).status_code == 404
    assert client.post(address, {"name": "问候", "zh_hans": "新的", "en": "new"}).status_code == 302
    assert "新的" in page(client, "/complaints/replies/")
    assert client.post(f"{address}retire/").status_code == 302
    assert "新的" not in page(client, "/complaints/replies/")


# -------------------------------------------------------------------------------------------------------- phone desk
def _called(ktv: House, **changes: Any) -> dict[str, Any]:
    plain = {
        "client_id": str(uuid.uuid4()),
        "venue": ktv.venue.pk,
        "room": ktv.room.pk,
        "subject": "price",
        "gravity": "minor",
        "caller": "138-0013 8000",
        "caller_name": "甄女士",
        "what_happened": "边听边写",
    }
    return {**plain, **changes}


def test_a_call_is_looked_up_then_logged_with_the_number_to_call_back(ktv: House) -> None:
    earlier, client = reachable(ktv), client_of(ktv, Role.CUSTOMER_SERVICE)
    looked = client.post("/complaints/phone/", _called(ktv, look="1", subject="", gravity=""))
    shown = looked.content.decode()
    assert looked.status_code == 200
    assert earlier.number in shown
    assert "边听边写" in shown
    answer = client.post("/complaints/phone/", _called(ktv))
    made = Complaint.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/complaints/{made.pk}/")
    reach = reach_of(made.contact)
    assert (made.channel, reach.kind, reach.address, reach.name) == ("phone", "phone", NUMBER, "甄女士")


def test_a_caller_is_recognised_in_ones_own_reach_alone_and_only_while_a_case_is_open(ktv: House) -> None:
    reachable(house())
    client = client_of(ktv, Role.CUSTOMER_SERVICE)
    shown = client.post("/complaints/phone/", _called(ktv, look="1")).content.decode()
    assert "No open complaint of this caller." in shown


def test_numbers_are_looked_up_by_who_tells_customers_and_not_one_after_the_other(
    ktv: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(phone, "LOOKED_UP", 2)
    earlier, client = reachable(ktv), client_of(ktv, Role.CUSTOMER_SERVICE)
    asked = [client.post("/complaints/phone/", _called(ktv, look="1")) for _ in range(3)]
    assert [each.status_code for each in asked] == [200, 200, 429]
    assert [earlier.number in each.content.decode() for each in asked] == [True, True, False]
    assert "边听边写" in asked[-1].content.decode()
    assert client_of(ktv, Role.FLOOR).post("/complaints/phone/", _called(ktv, look="1")).status_code == 403
    cache.clear()


@pytest.mark.parametrize("changes", [{"caller": "abc"}, {"caller": "abc", "look": "1"}, {"look": "1", "caller": ""}])
def test_a_number_that_is_none_is_blamed_at_its_field_and_nothing_typed_is_lost(
    ktv: House, changes: dict[str, str]
) -> None:
    answer = client_of(ktv, Role.CUSTOMER_SERVICE).post("/complaints/phone/", _called(ktv, **changes))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "边听边写" in shown
    assert 'id="id_caller_error"' in shown
    assert not Complaint.objects.exists()


def test_a_caller_who_withholds_the_number_is_logged_too(ktv: House) -> None:
    answer = client_of(ktv, Role.CUSTOMER_SERVICE).post("/complaints/phone/", _called(ktv, caller=""))
    assert answer.status_code == 302
    assert not hasattr(Complaint.objects.get(), "contact")


# ------------------------------------------------------------------------------------------------------ parked mails
def test_a_parked_mail_is_listed_for_its_venue_until_somebody_has_seen_to_it(ktv: House) -> None:
    parked = park(
        uuid.uuid4(), "no_text", ktv.venue.pk, sender="guest@example.com", subject="无", by=DOOR, at=NOW + HOUR
    )
    client = client_of(ktv, Role.CUSTOMER_SERVICE)
    shown = page(client, "/complaints/mails/")
    assert "g****@example.com · 无" in shown
    assert "guest@" not in shown
    settle = f"/complaints/mails/{parked.pk}/settle/"
    assert client_of(house(), Role.CUSTOMER_SERVICE).post(settle).status_code == 404
    floor = client_of(ktv, Role.FLOOR)
    assert [floor.get("/complaints/mails/").status_code, floor.post(settle).status_code] == [403] * 2
    assert client.post(settle).status_code == 302
    assert ParkedMail.objects.get().settled_by == ktv.people[Role.CUSTOMER_SERVICE]
    assert "No mailbox is read" in page(client, "/complaints/mails/")


# -------------------------------------------------------------------------------------------------------------- REST
def test_over_rest_a_complaint_brings_its_contact_and_the_conversation_goes_on(ktv: House, provider: Provider) -> None:
    client = client_of(ktv, Role.CUSTOMER_SERVICE)
    told = {"client_id": str(uuid.uuid4()), "venue": ktv.venue.pk, "subject": "price", "gravity": "minor"}
    told |= {"channel": "phone", "contact": {"kind": "phone", "address": NUMBER}}
    made = client.post("/api/v1/complaints/", told, content_type="application/json")
    assert made.status_code == 201
    as_a_guest = client.post("/api/v1/complaints/", told | {"channel": "room_code"}, content_type="application/json")
    assert as_a_guest.status_code == 400
    assert NUMBER not in made.content.decode()
    wrong = client.post(
        "/api/v1/complaints/",
        told | {"client_id": str(uuid.uuid4()), "contact": {"kind": "phone", "address": "x"}},
        content_type="application/json",
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "complaints.contact_wrong")
    assert Complaint.objects.count() == 1
    address = f"{made['Location']}messages/"
    sent = {"key": str(uuid.uuid4()), "channel": "sms", "text": "您好"}
    once = {"idempotency-key": "1"}
    first, second = (client.post(address, sent, content_type="application/json", headers=once) for _twice in range(2))
    assert not IdempotentRequest.objects.exists()  # it would hold the text in the clear
    assert (first.status_code, first.json()) == (201, second.json())
    complaint = Complaint.objects.get()
    note_internally(complaint.pk, uuid.uuid4(), "内部", by=ktv.scope(Role.FLOOR), at=NOW)
    [message] = client_of(ktv, Role.MARKETING).get(address).json()
    assert (message["text"], message["direction"], message["delivery"]["state"]) == ("您好", "out", "queued")
    assert client_of(ktv, Role.MARKETING).post(address, sent, content_type="application/json").status_code == 403
    assert client_of(house(), Role.CUSTOMER_SERVICE).get(address).status_code == 404


def test_a_bubble_says_who_spoke(ktv: House) -> None:
    complaint = logged(ktv)
    say(ktv, complaint, saying("phone", "已致电"))
    shown = page(client_of(ktv, Role.FLOOR), f"/complaints/{complaint.pk}/conversation/")
    assert 'data-direction="out"' in shown
    assert str(ktv.people[Role.CUSTOMER_SERVICE]) in shown
    assert f"/complaints/{complaint.pk}/say/" not in shown
