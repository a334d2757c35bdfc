"""Asking by telephone and on paper: whom next, answers typed in, sheets typed in twice."""

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from foundation.refusals import Refused
from members.domain.registry.consents import Word, record_consents
from members.models import ConsentChannel, ConsentPurpose, ConsentWay, MemberLook
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from parties.models import User, Venue
from surveys.domain.answers.keys import key_for_answers
from surveys.domain.answers.opening import open_answers
from surveys.domain.answers.sealing import unseal
from surveys.domain.doors.interviewing import next_to_call
from surveys.domain.doors.paper import enter_sheet, entries_of, print_sheets, settle_sheet
from surveys.domain.waves.running import close_wave
from surveys.models import Invitation, PaperEntry, PaperSheet, PooledAnswer, Wave
from tests import factories
from tests.members.factories import at_work, enrolled
from tests.surveys.answers.makers import SAID, answer, running
from tests.surveys.doors.conftest import OPEN_AT
from tests.surveys.doors.posting import filled_in
from tests.surveys.factories import LATER, drawn_wave, invitation, stratum

pytestmark = pytest.mark.django_db


def with_members(count: int) -> tuple[Wave, Venue, list[Invitation]]:
    """Members of a venue who were drawn and agreed to be called; the last one did not agree."""
    venue = factories.venue(factories.party())
    wave = drawn_wave(venue.party, sample_size=count)
    part = stratum(wave, venue, allocated=count)
    invited = [
        invitation(part, enrolled(venue, phone=f"138 0000 12{number:02}"), state="sent") for number in range(count)
    ]
    for each in invited[:-1]:
        assert each.member_id is not None
        word = Word(ConsentChannel.PHONE, ConsentPurpose.SURVEY, given=True)
        record_consents(each.member_id, [word], way=ConsentWay.IN_PERSON, by=at_work(venue), at=OPEN_AT)
    return wave, venue, invited


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_the_next_to_call_agreed_to_it_and_was_not_tried_a_short_while_ago() -> None:
    wave, venue, [first, second, third] = with_members(3)
    caller = factories.person(venue.party, Role.CUSTOMER_SERVICE)
    client, by = signed_in(caller), factories.scope(caller)
    found = client.get(reverse("surveys:interviews", args=[wave.pk]))["Location"]
    assert found in {reverse("surveys:interview", args=[each.pk]) for each in (first, second)}
    page = client.get(found).content.decode()
    assert ("张*" in page, "13800001200" in page, "张三" in page) == (True, False, False)
    for each in (first, second):
        sent = {"way": "phone", "outcome": "not_reached"}
        assert client.post(reverse("surveys:interview-attempt", args=[each.pk]), sent).status_code == 302
    assert next_to_call(wave.pk, by=by, at=OPEN_AT) is None
    assert "Nobody to call right now" in client.get(reverse("surveys:interviews", args=[wave.pk])).content.decode()
    refused = client.post(reverse("surveys:interview-attempt", args=[third.pk]), {"way": "phone", "outcome": "fly"})
    assert refused.status_code == 422


def test_the_number_is_shown_for_a_reason_to_who_may_see_it_and_the_answer_typed_in() -> None:
    wave, venue, [first, _other] = with_members(2)
    caller, waiter = (factories.person(venue.party, role) for role in (Role.CUSTOMER_SERVICE, Role.FLOOR))
    show, page = (reverse(f"surveys:{name}", args=[first.pk]) for name in ("interview-show", "interview"))
    client = signed_in(caller)
    assert signed_in(waiter).post(show, {"reason": "asking"}).status_code == 403
    assert (client.post(show, {"reason": ""}).status_code, MemberLook.objects.count()) == (422, 0)
    shown = client.post(show, {"reason": "调查电话"})
    assert ("13800001200" in shown.content.decode(), shown["Cache-Control"]) == (True, "private, no-store")
    assert MemberLook.objects.get().field == "phone"
    assert client.post(page, filled_in(wave, **{"q-tell": "11"})).status_code == 422
    assert client.post(page, filled_in(wave)).status_code == 302
    assert "had been received before" in client.post(page, filled_in(wave), follow=True).content.decode()
    assert PooledAnswer.objects.count() == 1
    stranger = factories.person(factories.party(), Role.CUSTOMER_SERVICE)
    for address in (page, show, reverse("surveys:interviews", args=[wave.pk])):
        method = signed_in(stranger).post if address == show else signed_in(stranger).get
        assert method(address).status_code == 404


def two_people(venue: Venue) -> Sequence[User]:
    return [factories.person(venue.party, Role.FLOOR) for _ in range(2)]


def test_a_sheet_that_two_people_read_alike_is_taken_and_its_entries_are_gone() -> None:
    wave, venue, invited = with_members(2)
    one, other = two_people(venue)
    made = print_sheets(wave.pk, 5, drawn=True, by=factories.scope(one), at=OPEN_AT)
    assert [(str(each), each.invitation_id) for each in made] == [
        (f"{wave.pk}-{number:04d}", each.pk) for number, each in enumerate(invited, start=1)
    ]
    address, sent = reverse("surveys:sheet", args=[made[0].pk]), filled_in(wave, **{"q-staff": "2", "q-why": "太吵"})
    assert signed_in(one).post(address, sent).status_code == 302
    assert "You typed this sheet in" in signed_in(one).get(address).content.decode()
    assert signed_in(one).post(address, sent).status_code == 422
    assert "太吵".encode() not in bytes(PaperEntry.objects.get().sealed)
    assert signed_in(other).post(address, sent).status_code == 302
    assert (PaperSheet.objects.get(pk=made[0].pk).state, PaperEntry.objects.count()) == ("taken", 0)
    key = key_for_answers(wave.pk)
    [pooled] = PooledAnswer.objects.all()
    said = unseal(bytes(pooled.sealed), row=pooled.pk, key=key)
    assert (said.stratum, said.values["why"]) == (0, "太吵")
    paper = signed_in(one).get(reverse("surveys:sheets-paper", args=[wave.pk]))
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")


def test_what_differs_is_shown_and_settled_and_what_came_another_way_counts_once() -> None:
    wave, venue, invited = with_members(2)
    people = two_people(venue)
    one, other = (factories.scope(each) for each in people)
    first, second = print_sheets(wave.pk, 2, drawn=True, by=one, at=OPEN_AT)
    version = wave.version_id or 0
    for by, tell in ((one, 9), (other, 8)):
        enter_sheet(first.pk, {**SAID, "tell": tell}, version_id=version, by=by, at=OPEN_AT)
    first.refresh_from_db()
    assert [each["tell"] for each in entries_of(first)] == [9, 8]
    page = signed_in(people[0]).get(reverse("surveys:sheet", args=[first.pk])).content.decode()
    assert ("Question tell" in page, "What does the paper say?" in page) == (True, True)
    settled = settle_sheet(first.pk, SAID, version_id=version, by=other, at=OPEN_AT)
    assert (settled.state, PaperEntry.objects.count(), PooledAnswer.objects.count()) == ("taken", 0, 1)
    assert answer(invited[1])
    enter_sheet(second.pk, SAID, version_id=version, by=one, at=OPEN_AT)
    done = enter_sheet(second.pk, SAID, version_id=version, by=other, at=OPEN_AT)
    assert (done.state, PooledAnswer.objects.count()) == ("spare", 2)
    with pytest.raises(Refused, match="has a sheet already"):
        print_sheets(wave.pk, 1, drawn=True, by=one, at=OPEN_AT)
    with pytest.raises(Refused):
        print_sheets(wave.pk, 1, drawn=False, by=at_work(factories.venue(factories.party())), at=OPEN_AT)


def test_a_sheet_that_was_never_settled_is_gone_when_the_wave_is_opened() -> None:
    wave, _invited = running(1)
    by = at_work(factories.venue(wave.party), Role.FLOOR)
    [sheet] = print_sheets(wave.pk, 1, drawn=False, by=by, at=OPEN_AT)
    enter_sheet(sheet.pk, SAID, version_id=wave.version_id or 0, by=by, at=OPEN_AT)
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    opening = open_answers(wave.pk, at=LATER)
    assert (opening.drawn, opening.free, PaperEntry.objects.count()) == (0, 0, 0)
