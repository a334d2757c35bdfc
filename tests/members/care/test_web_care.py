"""The pages of care: rules, quiet hours, messages; plans of visits."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.domain.care.limits import limits_of
from members.domain.care.planning import plan_care
from members.domain.care.quiet import Quiet
from members.domain.offers.segments import keep_segment
from members.models import CareMessage, CareRule, VisitPlan
from parties.domain.roles import Role
from tests import factories
from tests.members.care.factories import friend, rule_of
from tests.members.factories import NOW, at_work, enrolled

pytestmark = pytest.mark.django_db


def test_rules_are_made_changed_switched_off_and_their_messages_seen(client: Client) -> None:
    venue = factories.venue(factories.party())
    client.force_login(factories.person(venue.party, Role.MARKETING))
    said: dict[str, Any] = {
        "name": "生日",
        "occasion": "birthday",
        "days_before": 1,
        "hour": 11,
        "first": "sms",
        "second": "email",
    }
    new = reverse("members:care-rule-new")
    for text, status in (("<b>生日快乐</b>", 422), ("{name}，生日快乐！", 302)):
        answer = client.post(new, {**said, "place": f"{venue.party_id}-{venue.pk}", "zh_hans": text})
        assert answer.status_code == status
    rule = CareRule.objects.get()
    assert rule.versions.get().channels == ["sms", "email"]
    client.post(reverse("members:care-rule", args=[rule.pk]), {**said, "hour": 12, "zh_hans": "生日快乐"})
    assert rule.versions.count() == 2
    friend(venue)
    enrolled(venue, birthday=None)
    plan_care(at=NOW)
    assert "生日" in client.get(reverse("members:care")).content.decode()
    listed = client.get(f"{reverse('members:care-messages')}?state=planned&rule={rule.pk}").content.decode()
    assert CareMessage.objects.get().member.number in listed
    client.post(reverse("members:care-rule-switch", args=[rule.pk]), {"on": "0"})
    rule.refresh_from_db()
    assert not rule.is_on
    limits = {"place": f"{venue.party_id}-{venue.pk}", "quiet_from": 21, "quiet_until": 11, "most": 2, "per_days": 7}
    client.post(reverse("members:care-limits"), limits)
    assert limits_of(venue.party_id, venue.pk).quiet == Quiet(21, 11)
    client.post(reverse("members:care-rule-retire", args=[rule.pk]))
    assert client.get(reverse("members:care-rule", args=[rule.pk])).status_code == 404


def test_a_plan_is_made_looked_at_and_closed(client: Client) -> None:
    venue = factories.venue(factories.party())
    friend(venue)
    segment = keep_segment("全部", [], party_id=venue.party_id, venue_id=venue.pk, by=at_work(venue), at=NOW)
    person = factories.person(venue.party, Role.CUSTOMER_SERVICE)
    client.force_login(person)
    new = reverse("members:visit-plan-new")
    said = {"venue": venue.pk, "segment": segment.pk, "people": [person.pk]}
    assert client.get(new).status_code == 200
    assert client.post(new, said).status_code == 422
    client.post(new, {**said, "from_date": "2026-11-01", "until_date": "2026-11-30"})
    plan = VisitPlan.objects.get()
    address = reverse("members:visit-plan", args=[plan.pk])
    assert address in client.get(reverse("members:visit-plans")).content.decode()
    assert client.get(address).status_code == 200
    client.post(reverse("members:visit-plan-close", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.is_closed
    client.force_login(factories.person(factories.party(), Role.CUSTOMER_SERVICE))
    assert client.get(address).status_code == 404


def test_the_rules_of_others_are_not_there(client: Client) -> None:
    rule = rule_of(factories.venue(factories.party()))
    client.force_login(factories.person(factories.party(), Role.MARKETING))
    assert client.get(reverse("members:care-rule", args=[rule.pk])).status_code == 404
    assert rule.name not in client.get(reverse("members:care")).content.decode()
