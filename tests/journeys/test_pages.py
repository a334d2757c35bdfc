"""Every main page of the demo, on a phone, in Chinese and in English."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from billing.models import Invoice
from complaints.models import Complaint, Stage
from contracts.domain.duties.obligation_lists import state_of
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import Breach, Contract, Obligation
from encore.demo import story
from encore.demo.people import PASSWORD, Cast, email_of
from parties.models import User
from tests.billing.factories import PRINTS
from tests.journeys.page_basics import NAMELESS
from tests.journeys.windows import PHONE, Window, window

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings(PRINTS)]


def draft_of(cast: Cast) -> Contract:
    """The demo has none: its contracts are sent."""
    return start_draft(
        form_id="ktv-2",
        frame=Frame(cast.client, cast.provider, "草稿", cast.users["owner"], [cast.river]),
        by=cast.scope("account"),
        at=cast.now,
    )


def duties_of_each_standing() -> list[Obligation]:
    """One duty of the calendar for each way in which one can stand."""
    rows = Obligation.objects.filter(occurrence__isnull=False).select_related("deadline", "occurrence")
    return list({state_of(row): row for row in rows}.values())


def pages_of(draft: Contract) -> dict[str, list[str]]:
    """The main pages, by the login of the person whose work they are."""
    running = Contract.objects.get(state="effective")
    undecided = Breach.objects.filter(decided_at=None).first() or Breach.objects.latest("pk")
    decided = Breach.objects.filter(state="confirmed").latest("pk")
    invoice = Invoice.objects.latest("pk")
    return {
        "account": [
            *map(reverse, ("home", "contracts:list", "contracts:draft-new", "parties", "account", "messages")),
            *(reverse("contracts:detail", args=[each.pk]) for each in (running, draft)),
            *(reverse(f"contracts:{name}", args=[draft.pk]) for name in ("draft", "frame", "send")),
            reverse("party", args=[draft.party_a_id]),
        ],
        "owner": [
            *map(
                reverse, ("home", "contracts:obligations", "contracts:calendar", "contracts:feed", "contracts:breaches")
            ),
            *(reverse("contracts:obligation", args=[each.pk]) for each in duties_of_each_standing()),
            reverse("contracts:targets", args=[running.pk]),
            *(reverse("contracts:breach", args=[each.pk]) for each in (undecided, decided)),
        ],
        "client-finance": [
            *map(reverse, ("home", "billing:list", "billing:to_bill", "billing:books")),
            *(reverse(f"billing:{name}", args=[invoice.pk]) for name in ("detail", "trace")),
        ],
        "floor": [*map(reverse, ("home", "complaints:list", "complaints:log"))],
        "marketing": [
            reverse("home"),
            *(reverse("complaints:detail", args=[each.pk]) for each in one_complaint_a_stage()),
        ],
    }


def one_complaint_a_stage() -> Iterator[Complaint]:
    """Of the venue that the provider serves already."""
    for stage in (Stage.RECEIVED, Stage.CLASSIFIED, Stage.CLOSED):
        yield Complaint.objects.filter(state=stage, contract__isnull=False).latest("pk")


def visit(phone: Window, address: str) -> None:
    phone.open(address)
    assert phone.page.evaluate(NAMELESS) == [], address


def test_every_main_page_holds_on_a_phone_in_both_languages(browser: Browser, live_server: Any) -> None:
    cast = story.tell(timezone.now())
    pages = pages_of(draft_of(cast))
    for language, locale in (("zh-hans", "zh-CN"), ("en", "en-US")):
        User.objects.update(language=language)
        for login, addresses in pages.items():
            with window(browser, live_server.url, size=PHONE, language=locale) as phone:
                visit(phone, "/login/")
                visit(phone, "/verify/")
                phone.sign_in(email_of(login), PASSWORD)
                for address in addresses:
                    visit(phone, address)
                assert (phone.page.locator("html").get_attribute("lang") or "").lower() == language
