"""Talking a contract over, clause by clause."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.domain.life.negotiating import recall_draft, share_draft
from contracts.domain.signature.sending import withdraw
from contracts.domain.wording.commenting import comment_on, settle_comment
from contracts.domain.wording.editing import Words, add_section, remove_section
from contracts.models import Clause, ClauseComment
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Message
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return drafts.draft()


def owner(desk: Desk) -> Scope:
    return factories.scope(desk.owner)


def say(
    desk: Desk, text: str = "为什么是24小时？", *, by: Scope | None = None, internal: bool = False
) -> ClauseComment:
    return comment_on(desk.contract.pk, "3.2", text, is_internal=internal, by=by or desk.drafter, at=AT)


def seen_by(scope: Scope) -> list[str]:
    return list(ClauseComment.objects.within(scope, verb="contracts.comment").values_list("text", flat=True))


def test_the_client_reads_what_was_said_once_the_draft_is_shared(desk: Desk) -> None:
    say(desk)
    say(desk, "我方底线：48小时", internal=True)
    assert seen_by(owner(desk)) == []
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    assert seen_by(owner(desk)) == ["为什么是24小时？"]
    assert len(seen_by(desk.drafter)) == 2


def test_the_client_answers_and_the_account_manager_is_told(desk: Desk) -> None:
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    say(desk, "请改为48小时。", by=owner(desk))
    told = Message.objects.filter(kind="contracts.commented", user=desk.manager)
    assert (seen_by(desk.drafter), told.count()) == (["请改为48小时。"], 1)


def test_nobody_is_told_of_a_note_or_of_what_is_said_in_private(desk: Desk) -> None:
    say(desk)
    say(desk, "内部", internal=True)
    assert not Message.objects.filter(kind="contracts.commented").exists()


def test_the_clients_own_note_stays_with_the_client(desk: Desk) -> None:
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    note = say(desk, "可以让步", by=owner(desk), internal=True)
    assert seen_by(desk.drafter) == []
    with pytest.raises(Refused) as refusal:
        settle_comment(note.pk, by=desk.drafter, at=AT)
    assert refusal.value.code == "parties.not_yours"


def test_before_it_is_shared_the_client_has_nothing_to_comment_on(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        say(desk, by=owner(desk))
    assert refusal.value.code == "parties.not_yours"


@pytest.mark.parametrize(
    ("clause", "text", "code"),
    [
        ("99.9", "x", "contracts.no_such_clause"),
        ("3.2", "  ", "foundation.required"),
        ("3.2", "长" * 2001, "foundation.too_long"),
    ],
)
def test_bad_comments_are_refused(desk: Desk, clause: str, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        comment_on(desk.contract.pk, clause, text, is_internal=False, by=desk.drafter, at=AT)
    assert refusal.value.code == code


def test_a_comment_is_settled_once_and_stays(desk: Desk) -> None:
    comment = say(desk)
    settled = settle_comment(comment.pk, by=desk.drafter, at=AT)
    again = settle_comment(comment.pk, by=factories.scope(desk.manager), at=AT.replace(year=2027))
    assert (settled.settled_at, again.settled_at) == (AT, AT)


def test_settled_by_nobody_cannot_be_stored(desk: Desk) -> None:
    comment = say(desk)
    with pytest.raises(IntegrityError), transaction.atomic(), writing(SYSTEM):
        ClauseComment.objects.filter(pk=comment.pk).update(settled_at=AT)


def test_the_database_keeps_what_was_said_and_lets_it_be_settled_once(desk: Desk) -> None:
    comment = say(desk)
    rows = ClauseComment.objects.filter(pk=comment.pk)
    changes = ({"text": "别的话"}, {"is_internal": True}, {"clause_number": ""}, {"party": desk.client})
    for change in changes:
        with pytest.raises(IntegrityError, match="was written"), transaction.atomic(), writing(SYSTEM):
            rows.update(**change)
    with pytest.raises(IntegrityError, match="was written"), transaction.atomic(), writing(SYSTEM):
        rows.delete()
    settle_comment(comment.pk, by=desk.drafter, at=AT)
    with pytest.raises(IntegrityError, match="was written"), transaction.atomic(), writing(SYSTEM):
        rows.update(settled_at=None, settled_by=None)
    comment.pk, comment.party, comment._state.adding = None, factories.party(), True
    with pytest.raises(IntegrityError, match="no side of contract"), transaction.atomic(), writing(SYSTEM):
        comment.save()


def test_the_page_shows_threads_in_the_order_of_the_contract(desk: Desk) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(desk.manager)
    address = reverse("contracts:comments", args=[desk.contract.pk])
    assert "Nothing said yet" in browser.get(address).content.decode()
    browser.post(address, {"clause": "3.2", "text": "<script>alert(1)</script>"})
    answer = browser.post(address, {"clause": "1.3", "text": "first"})
    assert answer.headers["Location"] == f"{address}?clause=1.3"
    page = browser.get(address).content.decode()
    assert page.index("first") < page.index("&lt;script&gt;")
    assert browser.post(address, {"clause": "3.2", "text": ""}).status_code == 422
    comment = ClauseComment.objects.latest("pk")
    browser.post(reverse("contracts:comment-settle", args=[desk.contract.pk, comment.pk]))
    assert ClauseComment.objects.get(pk=comment.pk).is_settled


def test_a_comment_is_not_settled_through_another_contract(desk: Desk) -> None:
    other = drafts.draft()
    comment = comment_on(other.contract.pk, "", "x", is_internal=False, by=other.drafter, at=AT)
    browser = Client()
    browser.force_login(desk.manager)
    for contract in (desk.contract, other.contract):
        address = reverse("contracts:comment-settle", args=[contract.pk, comment.pk])
        assert browser.post(address).status_code == 404


def test_those_who_only_read_contracts_do_not_comment(desk: Desk) -> None:
    browser = Client()
    browser.force_login(factories.person(desk.provider, Role.FINANCE))
    assert browser.get(reverse("contracts:comments", args=[desk.contract.pk])).status_code == 403


# ------------------------------------------------------------------------------------------- clauses that move or go
def add(desk: Desk, heading: str) -> Clause:
    words = Words(heading, "", "双方应当友好协商。", "")
    return add_section(desk.version.pk, "2", words, edits=desk.version.edits, by=desk.drafter)


def threads(desk: Desk) -> list[tuple[str, list[str]]]:
    """The threads of the page as the client reads it: title, and what was said."""
    browser = Client(headers={"accept-language": "zh-hans"})
    browser.force_login(desk.owner)
    shown = browser.get(reverse("contracts:comments", args=[desk.contract.pk])).context["threads"]
    return [(thread["title"], [comment.text for comment in thread["comments"]]) for thread in shown]


def test_a_comment_moves_with_its_clause_and_never_to_another(desk: Desk) -> None:
    first, second = add(desk, "退出"), add(desk, "加价")
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    for clause, text in ((first, "我方同意"), (second, "我方反对")):
        comment_on(desk.contract.pk, clause.number, text, is_internal=False, by=owner(desk), at=AT)
    remove_section(first.pk, edits=desk.version.edits, by=desk.drafter)
    (moved, of_moved), (gone, of_gone) = threads(desk)
    assert (moved, of_moved) == ("2.5 加价", ["我方反对"])
    assert (gone.startswith("2.5"), "加价" in gone, "退出" in gone, of_gone) == (True, False, False, ["我方同意"])
    add(desk, "又一条")
    assert [texts for _title, texts in threads(desk)] == [["我方反对"], ["我方同意"]]


def test_a_comment_stays_with_its_clause_in_later_versions() -> None:
    desk = drafts.ready_draft()
    kept = add(desk, "退出")
    desk.send()
    say(desk)
    comment_on(desk.contract.pk, kept.number, "我方同意", is_internal=False, by=owner(desk), at=AT)
    withdraw(desk.contract.pk, by=desk.drafter, at=AT)
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    assert [(title.split()[0], texts) for title, texts in threads(desk)] == [
        ("2.5", ["我方同意"]),
        ("3.2", ["为什么是24小时？"]),
    ]


def test_a_page_that_shows_a_removed_clause_does_not_comment_on_the_one_in_its_place(desk: Desk) -> None:
    first, _second = add(desk, "退出"), add(desk, "加价")
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    browser = Client()
    browser.force_login(desk.owner)
    address = reverse("contracts:comments", args=[desk.contract.pk])
    assert f'<option value="{first.key}">2.5 退出' in browser.get(address).content.decode()
    remove_section(first.pk, edits=desk.version.edits, by=desk.drafter)
    assert browser.post(address, {"clause": str(first.key), "text": "我方同意"}).status_code == 422
    assert not ClauseComment.objects.exists()


@pytest.mark.parametrize("changes", [{"clause_key": None}, {"clause_number": ""}])
def test_the_database_refuses_a_comment_that_does_not_know_its_clause(desk: Desk, changes: dict[str, object]) -> None:
    comment = say(desk)
    comment.pk = None
    for name, value in changes.items():
        setattr(comment, name, value)
    with pytest.raises(IntegrityError, match="comment_knows_its_clause"), transaction.atomic(), writing(SYSTEM):
        comment.save(force_insert=True)


def test_the_database_refuses_two_clauses_of_one_key(desk: Desk) -> None:
    first, second = add(desk, "退出"), add(desk, "加价")
    with pytest.raises(IntegrityError, match="clause_key_once"), transaction.atomic(), writing(SYSTEM):
        Clause.objects.filter(pk=second.pk).update(key=first.key)


def test_a_recalled_draft_keeps_what_the_client_said_in_sight_of_the_provider(desk: Desk) -> None:
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    say(desk, "请改三处。", by=owner(desk))
    say(desk, "可以让步。", by=owner(desk), internal=True)
    recall_draft(desk.contract.pk, by=desk.drafter)
    assert (seen_by(desk.drafter), seen_by(owner(desk))) == (["请改三处。"], [])
