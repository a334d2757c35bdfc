"""The pages of points and tiers, as people at the counter and in the office use them."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.domain.points.benefits import add_benefit
from members.domain.points.tiering import tier_of
from members.models import BenefitUse, BespokeRequest, PointAdjustment, PointScheme, Tier, TierReview, TierTable
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.members.factories import enrolled
from tests.members.points.makers import DAY, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    made, now = House(), timezone.now()
    made.scheme(at=now - 30 * DAY)
    made.tiers(at=now - 30 * DAY)
    made.paid(20_000, at=now - 10 * DAY)
    made.paid(300, at=now)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def office(house: House, role: Role = Role.MARKETING) -> Client:
    return signed_in(factories.person(house.venue.party, role))


def page(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(f"members:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_counter_sees_the_points_and_spends_them_once(house: House) -> None:
    client, member = signed_in(house.till), house.member
    shown = page(client, "points", member.pk)
    assert "2000" in shown
    assert "张三" not in shown
    sent = {"key": str(uuid.uuid4()), "points": "150", "what_for": "果盘"}
    address = reverse("members:points-spend", args=[member.pk])
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    assert house.holds() == (1_880, 0)
    assert "果盘" in page(client, "points", member.pk)
    much = client.post(address, {**sent, "key": str(uuid.uuid4()), "points": "99999"})
    assert (much.status_code, "1850" in much.content.decode()) == (422, True)
    assert "\N{MINUS SIGN}150" in page(client, "member", member.pk)


def test_a_large_adjustment_waits_on_two_pages_for_somebody_else(house: House) -> None:
    asker, decider = office(house), office(house, Role.CONTRACT_OWNER)
    said = {"key": str(uuid.uuid4()), "points": "-500", "reason": "记错了"}
    assert asker.post(reverse("members:points-adjust", args=[house.member.pk]), said).status_code == 302
    row = PointAdjustment.objects.get()
    address = reverse("members:adjustment-decide", args=[row.pk, "approve"])
    for name, args in (("points", [house.member.pk]), ("tiers", [])):
        assert [address in page(each, name, *args) for each in (asker, decider)] == [False, True]
    decider.post(address)
    assert house.holds() == (1_530, 0)


def test_a_benefit_is_counted_by_one_tap_and_a_wish_gets_an_owner(house: House) -> None:
    tier = Tier.objects.get(party=house.venue.party, rank=1)
    benefit = add_benefit(tier.pk, "果盘", granted=1, period="month", by=house.manager, at=timezone.now())
    till, client, member = signed_in(house.till), office(house), house.member
    address = reverse("members:benefit-use", args=[member.pk, benefit.pk])
    assert address in page(till, "tier", member.pk)
    till.post(address, {"key": str(uuid.uuid4())})
    till.post(address, {"key": str(uuid.uuid4())})
    assert BenefitUse.objects.count() == 1
    assert address not in page(till, "tier", member.pk)
    undo = reverse("members:benefit-undo", args=[BenefitUse.objects.get().pk])
    assert undo in page(till, "tier", member.pk)
    assert signed_in(House().till).post(undo, {"reason": "点错了"}).status_code == 404
    for reason in ("", "点错了"):
        till.post(undo, {"reason": reason})
        assert BenefitUse.objects.get().is_undone == bool(reason)
    assert "点错了" in page(till, "tier", member.pk)
    assert address in page(till, "tier", member.pk)
    client.post(reverse("members:personal-manager", args=[member.pk]), {"person": house.till.pk})
    row = tier_of(member.pk)
    assert row is not None
    assert row.personal_manager == house.till
    due = timezone.localtime(timezone.now() + DAY)
    wish = {"what": "星空布置", "person": house.till.pk, "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    client.post(reverse("members:wish", args=[member.pk]), wish)
    kept = BespokeRequest.objects.get()
    assert "星空布置" in page(client, "tier", member.pk)
    client.post(reverse("members:wish-end", args=[kept.pk, "done"]))
    kept.refresh_from_db()
    assert kept.state == "done"


def test_rules_show_their_effect_before_they_are_kept(house: House) -> None:
    client, party = office(house), house.venue.party_id
    today = f'value="{timezone.localdate().isoformat()}"'
    assert [today in page(client, name, party) for name in ("tier-rules-new", "point-scheme-new")] == [True, True]
    lines = {"tiers-TOTAL_FORMS": "2", "tiers-INITIAL_FORMS": "0"}
    lines |= {"tiers-0-name": "银卡", "tiers-0-spend": "¥99,999", "tiers-1-name": ""}
    form = {**lines, "window_months": "12", "starts_date": timezone.localdate().isoformat()}
    address = reverse("members:tier-rules-new", args=[party])
    preview = client.post(address, {**form, "preview": "1"}).content.decode()
    assert "银卡" in preview
    assert TierTable.objects.count() == 1
    assert client.post(address, form).status_code == 302
    assert TierTable.objects.count() == 2
    scheme = {"per_hundred_yuan": "5", "per_referral": "0", "settle_days": "0", "free_adjustment": "0"}
    day = {"starts_date": timezone.localdate().isoformat()}
    assert client.post(reverse("members:point-scheme-new", args=[party]), scheme | day).status_code == 302
    assert PointScheme.objects.count() == 2
    assert "99,999" in page(client, "point-rules")
    past = {"starts_date": "2020-01-01"}
    assert client.post(reverse("members:point-scheme-new", args=[party]), scheme | past).status_code == 422


def test_reviews_benefits_and_shares_stand_on_one_page_and_the_list_narrows_by_tier(house: House) -> None:
    client, other = office(house), enrolled(house.venue)
    top, low = Tier.objects.get(rank=3), Tier.objects.get(rank=1)
    figures = {"spend_fen": 0, "visits": 0, "points": 0, "proposed_at": timezone.now(), "month": "2026-01-01"}
    row = TierReview.objects.create(member=house.member, from_tier=top, table=TierTable.objects.get(), **figures)
    added = {"tier": low.pk, "name": "生日蛋糕", "granted": "1", "period": "year"}
    assert client.post(reverse("members:tiers"), added).status_code == 302
    shown = page(client, "tiers")
    assert "生日蛋糕" in shown
    assert reverse("members:tier-review", args=[row.pk, "keep"]) in shown
    client.post(reverse("members:tier-review", args=[row.pk, "keep"]))
    row.refresh_from_db()
    assert row.state == "kept"
    for tier, members in ((str(top.pk), [house.member]), ("none", [other]), ("", [other, house.member])):
        found = client.get(reverse("members:list"), {"tier": tier}).context["rows"]
        assert {member.pk for member, _masked in found} == {member.pk for member in members}


def test_another_house_finds_nothing_here(house: House) -> None:
    stranger = office(House(), Role.MARKETING)
    for name in ("points", "tier"):
        assert stranger.get(reverse(f"members:{name}", args=[house.member.pk])).status_code == 404
    for name in ("tier-rules-new", "point-scheme-new"):
        assert stranger.get(reverse(f"members:{name}", args=[house.venue.party_id])).status_code == 404
    assert stranger.post(reverse("members:points-spend", args=[house.member.pk])).status_code == 404
