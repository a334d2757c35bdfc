"""The customer's page: opened by a link, it shows plain words, and takes the customer's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.domain.customer.answering import issue_answer
from complaints.domain.customer.following import MOST_ADDED, add_words, answer_result, rate_handling
from complaints.domain.customer.links import AFTER_CLOSE, link_behind, link_for, token_of
from complaints.domain.intake.evidence import add_evidence
from complaints.models import Complaint, CustomerLink, Evidence, HandlingRating, Stage
from complaints.web.customer.seen import NOW as NOW_IN_WORDS
from foundation.models import AuditEntry
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests.complaints.factories import HOUR, NOW, House, at_stage, house_without_contract, logged, step
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PAGE = "/my-complaint/"


def link_to(complaint: Complaint) -> CustomerLink:
    with writing(SYSTEM):
        return link_for(complaint.pk, at=NOW)


def opened(link: CustomerLink) -> Client:
    """A browser that has opened the link."""
    browser = Client()
    answer = browser.get(reverse("complaints:customer-link", args=[token_of(link)]))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return browser


def told(of: House) -> Complaint:
    return at_stage(of, Stage.TOLD, at=timezone.now() - 10 * HOUR)


def test_the_page_says_where_it_stands_and_hides_who_works_on_it() -> None:
    ktv = house_without_contract()
    complaint = told(ktv)
    page = opened(link_to(complaint)).get(PAGE)
    words = page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert complaint.number in words
    assert complaint.what_happened in words
    # Notes and names are the house's own.
    assert "备注" not in words
    assert not any(person.name in words for person in ktv.people.values())


@pytest.mark.parametrize("stage", Stage)
def test_the_page_has_words_for_every_stage(stage: Stage) -> None:
    complaint = at_stage(house_without_contract(), stage, promoters=stage == Stage.RECORDED, at=timezone.now())
    assert str(NOW_IN_WORDS[stage]) in opened(link_to(complaint)).get(PAGE).content.decode()


def test_the_customer_contests_then_confirms_and_the_history_says_who() -> None:
    ktv = house_without_contract()
    complaint = told(ktv)
    browser = opened(link_to(complaint))
    result = reverse("complaints:customer-result")
    assert browser.post(result, {"verb": "contest", "note": " "}).status_code == 422
    assert browser.post(result, {"verb": "contest", "note": "没有人道歉"}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == Stage.CLASSIFIED
    again = timezone.now()
    for verb in ("plan", "start", "complete", "tell"):
        step(ktv, complaint, verb, at=again)
    assert browser.post(result, {"verb": "confirm"}).status_code == 302
    assert browser.post(result, {"verb": "confirm"}).status_code == 422
    steps = complaint.steps.filter(user=None).values_list("verb", "note", "state")
    assert list(steps) == [("contest", "没有人道歉", "classified"), ("confirm", "", "confirmed")]
    actors = set(AuditEntry.objects.filter(table_name="complaints_complaintstep").values_list("actor", flat=True))
    assert f"customer of complaint {complaint.pk}" in actors
    said = Message.objects.filter(kind="complaints.customer_said", user=complaint.responsible)
    assert sorted(message.params["verb"] for message in said) == ["confirm", "contest"]
    # Closing is the house's; nothing else can be moved from here.
    assert browser.post(result, {"verb": "close"}).status_code == 422


def test_the_customer_adds_words_and_a_photo_until_it_is_closed() -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    link = link_to(complaint)
    browser, address = opened(link), reverse("complaints:customer-add")
    assert browser.post(address, {"words": "。"}).status_code == 422
    assert browser.post(address, {"words": "还在等", "evidence": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    assert "还在等" in browser.get(PAGE).content.decode()
    assert (complaint.steps.get().user, Evidence.objects.get().user) == (None, None)
    for number in range(MOST_ADDED - 1):
        add_words(link, f"再说一句{number}", [], source="", at=NOW + HOUR)
    with refused("complaints.enough_added"):
        add_words(link, "又", [], source="", at=NOW + HOUR)
    step(ktv, complaint, "dismiss", at=NOW + HOUR)
    with refused("complaints.closed"):
        add_words(link, "又", [], source="", at=NOW + HOUR)


def test_the_handling_is_rated_once_and_from_the_result_on() -> None:
    ktv = house_without_contract()
    early = link_to(logged(ktv))
    with refused("complaints.not_rateable"):
        rate_handling(early, 5, "", source="", at=NOW)
    link = link_to(told(ktv))
    browser, address = opened(link), reverse("complaints:customer-rate")
    assert [browser.post(address, {"stars": stars}).status_code for stars in (0, 6, 4, 5)] == [422, 422, 302, 422]
    assert HandlingRating.objects.get().stars == 4
    with refused("complaints.rated"):
        rate_handling(link, 5, "", source="", at=timezone.now())


def test_a_link_dies_some_weeks_after_the_close_and_one_that_was_replaced_at_once() -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    link = link_to(complaint)
    step(ktv, complaint, "dismiss", at=NOW + HOUR)
    token, end = token_of(link), NOW + HOUR + AFTER_CLOSE
    assert link_behind(token, at=end - timedelta(seconds=1)) == link
    with refused("complaints.link_expired"):
        link_behind(token, at=end)
    CustomerLink.objects.update(revoked_at=NOW)
    with refused("complaints.link_expired"):
        link_behind(token, at=NOW + HOUR)
    with refused("complaints.link_expired"):
        answer_result(CustomerLink.objects.get(), "confirm", source="", at=NOW + HOUR)


def test_a_guessed_link_is_404_and_then_429_and_a_strange_browser_sees_nothing(client: Client) -> None:
    cache.clear()
    token = token_of(link_to(logged(house_without_contract())))
    assert client.get(PAGE).status_code == 404
    assert client.post(reverse("complaints:customer-result"), {"verb": "confirm"}).status_code == 404
    guesses = [client.get(f"{PAGE}{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code for _ in range(31)]
    assert guesses == [404] * 30 + [429]
    cache.clear()


def test_a_written_answer_is_frozen_and_reaches_both(client: Client) -> None:
    ktv = house_without_contract()
    complaint = told(ktv)
    by, at = ktv.scope(Role.CUSTOMER_SERVICE), timezone.now()
    first = issue_answer(complaint.pk, "已致歉。\n果盘券已送达。", language="zh-hans", by=by, at=at)
    second = issue_answer(complaint.pk, "We are sorry.", language="en", by=by, at=at)
    assert [each.file.name for each in (first, second)] == [f"{complaint.number}-{n}.pdf" for n in (1, 2)]
    browser = opened(link_to(complaint))
    theirs = b"".join(browser.get(reverse("complaints:customer-answer", args=[1])).streaming_content)  # type: ignore[attr-defined]
    client.force_login(ktv.people[Role.FLOOR])
    ours = client.get(reverse("complaints:answer", args=[complaint.pk, 1]))
    assert b"".join(ours.streaming_content) == theirs == first.file.read()  # type: ignore[attr-defined]
    assert theirs.startswith(b"%PDF")
    assert browser.get(reverse("complaints:customer-answer", args=[3])).status_code == 404
    client.force_login(house_without_contract().people[Role.CUSTOMER_SERVICE])
    assert client.get(reverse("complaints:answer", args=[complaint.pk, 1])).status_code == 404
    with refused("complaints.not_your_step"):
        issue_answer(complaint.pk, "好的", language="en", by=ktv.scope(Role.FLOOR), at=at)


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            """INSERT INTO complaints_handlingrating (complaint_id, stars, words, at)
            SELECT id, 6, '', now() FROM complaints_complaint""",
            "rating_stars",
        ),
        (
            """INSERT INTO complaints_handlingrating (complaint_id, stars, words, at)
            SELECT id, 5, '', now() FROM complaints_complaint, generate_series(1, 2)""",
            "complaint_id",
        ),
        (
            """INSERT INTO complaints_complaintstep (complaint_id, verb, state, note, at)
            SELECT id, 'verify', 'verified', '', now() FROM complaints_complaint""",
            "step_taken_by_somebody",
        ),
        (
            """INSERT INTO complaints_customerlink (complaint_id, nonce, token_hash, made_at)
            SELECT id, 'n', n, now() FROM complaints_complaint, unnest(ARRAY['a', 'b']) n""",
            "customer_link_one_in_use",
        ),
        (
            """INSERT INTO complaints_roomcode (room_id, nonce, token_hash, made_at, made_by_id)
            SELECT room_id, 'n', n, now(), logged_by_id FROM complaints_complaint, unnest(ARRAY['a', 'b']) n""",
            "room_code_one_in_use",
        ),
        (
            """INSERT INTO complaints_contactattempt
            (complaint_id, user_id, way, "end", tried_at, recorded_at, note)
            SELECT id, logged_by_id, 'phone', 'busy', now() + interval '1 s', now(), '' FROM complaints_complaint""",
            "attempt_times_in_order",
        ),
    ],
)
def test_the_database_refuses_what_makes_no_sense(statement: str, constraint: str) -> None:
    logged(house_without_contract())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_customer_sees_the_files_that_they_sent_and_no_others() -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    add_evidence(complaint.pk, [SimpleUploadedFile("staff.png", PNG + b"1")], by=ktv.scope(Role.FLOOR), at=NOW)
    link = link_to(complaint)
    add_words(link, "", [SimpleUploadedFile("mine.png", PNG)], source="", at=NOW + HOUR)
    other = link_to(logged(ktv))
    add_words(other, "", [SimpleUploadedFile("theirs.png", PNG + b"2")], source="", at=NOW + HOUR)
    of_staff, mine, theirs = Evidence.objects.order_by("pk")
    browser = opened(link)
    words = browser.get(PAGE).content.decode()
    assert [name in words for name in ("mine.png", "staff.png", "theirs.png")] == [True, False, False]
    found = [browser.get(reverse("complaints:customer-file", args=[each.pk])) for each in (of_staff, mine, theirs)]
    assert [each.status_code for each in found] == [404, 200, 404]
    assert (found[1]["Cache-Control"], b"".join(found[1])) == ("private, no-store", PNG)
    assert Client().get(reverse("complaints:customer-file", args=[mine.pk])).status_code == 404
