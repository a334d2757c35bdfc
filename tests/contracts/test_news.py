"""What messages about a contract tell, and to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts.domain.life.negotiating import recall_draft, share_draft
from contracts.domain.wording.drafting import change_frame
from parties.domain.messages import render
from parties.models import Message, User
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db
PRIVATE = "内部：底价五折，勿告甲方"


def bodies(desk: Desk) -> dict[User, str]:
    """How each side now reads that the draft was shared."""
    told = Message.objects.select_related("user").filter(kind="contracts.shared")
    return {message.user: render(message, language="en").body for message in told}


def test_an_old_message_does_not_tell_what_the_provider_changed_since_it_took_the_draft_back() -> None:
    desk = drafts.ready_draft()
    shared = desk.contract.title
    share_draft(desk.contract.pk, by=desk.drafter, at=AT)
    assert [shared in body for body in bodies(desk).values()] == [True, True]
    recall_draft(desk.contract.pk, by=desk.drafter)
    change_frame(desk.contract.pk, title=PRIVATE, contract_owner=desk.owner, venues=[desk.venue], by=desk.drafter)
    read = bodies(desk)
    assert (PRIVATE in read[desk.manager], PRIVATE in read[desk.owner]) == (True, False)
    assert f"“{desk.contract.number}”" in read[desk.owner]
    browser = Client()
    browser.force_login(desk.owner)
    assert PRIVATE not in browser.get(reverse("messages")).content.decode()
