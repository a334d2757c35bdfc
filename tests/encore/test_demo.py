"""The demo, told once for all of these: each role finds something true on its home page."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint, Stage
from contracts.domain.duties.obligation_lists import state_of
from contracts.models import Adjustment, EvidencePack, Measurement, Obligation, ThirdParty
from encore.demo import story
from encore.web.home import money, running
from encore.web.needs import needs_of
from parties.domain.scope import Scope
from parties.models import User
from tests.contracts.liability.test_web_breaches import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

WHO = ("marketing", "manager", "floor", "promotions", "owner", "account")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Telling it takes longer than all that is asked here; each test works within it and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        story.tell(timezone.now())
        yield
        transaction.set_rollback(True)


def home_of(login: str) -> str:
    return browser(User.objects.get(email=f"{login}@demo.example")).get("/").content.decode()


def test_the_demo_gives_each_role_something_true_to_see() -> None:
    manager, owner, finance = home_of("account"), home_of("owner"), home_of("client-finance")
    assert "车站店投诉处理与满意度提升服务合同" in manager
    assert "TS" in home_of("marketing")
    assert owner.count('enc-need"') >= 1
    assert finance.count('enc-need"') == 3


def test_a_step_that_no_clock_watches_is_shown_to_whoever_may_take_it() -> None:
    waiting = Complaint.objects.filter(state=Stage.VERIFIED, urgent_at=None)
    assert waiting.exists()
    shown = {login: needs_of(Scope.of(User.objects.get(email=f"{login}@demo.example"), source="test")) for login in WHO}
    for complaint in waiting:
        path = reverse("complaints:detail", args=[complaint.pk])
        assert [login for login in WHO if any(need.path == path for need in shown[login])] == ["marketing", "manager"]


def test_home_shows_the_clocks_in_other_hands_but_not_ones_own() -> None:
    for login in ("marketing", "owner"):
        user = User.objects.get(email=f"{login}@demo.example")
        rows = running(Scope.of(user, source="test"))
        assert rows
        assert not any(clock.deadline.owner_id == user.pk for row in rows for clock in row.clocks.undone())
        due = [row.urgent_at for row in rows if row.urgent_at is not None]
        assert len(due) == len(rows)
        assert due == sorted(due)


def test_whoever_handles_money_sees_what_is_owed_in_both_directions() -> None:
    for login in ("client-finance", "provider-finance"):
        user = User.objects.get(email=f"{login}@demo.example")
        sides = money(Scope.of(user, source="test"))
        assert {side: ageing.open.amount for side, ageing in sides.items()} == {"to_receive": 0, "to_pay": 0}
    assert money(Scope.of(User.objects.get(email="floor@demo.example"), source="test")) == {}


def test_the_demo_has_a_calendar_with_duties_kept_late_missed_and_open() -> None:
    rows = Obligation.objects.filter(occurrence__isnull=False).select_related("deadline", "occurrence")
    assert {"open", "kept", "late", "missed"} <= {state_of(row) for row in rows}
    assert Measurement.objects.get().verdict == "unproven"


def test_the_demo_shows_what_follows_a_breach_and_a_third_party_on_its_way() -> None:
    adjustment = Adjustment.objects.get()
    assert (adjustment.state, adjustment.amount) == ("effective", Decimal("2600.00"))
    assert adjustment.damages.breach.losses.get().amount == Decimal("2000.00")
    [pack] = EvidencePack.objects.all()
    assert list(pack.breaches.all()) == [adjustment.damages.breach]
    third = ThirdParty.objects.get()
    assert (third.party.name, third.version.state) == ("示例求是评估事务所", "draft")
    assert third.version.requests.get().kind == "third_party"
