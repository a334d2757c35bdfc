"""The pages of segments, offers and vouchers."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.domain.offers.codes import code_of
from members.domain.registry.profile import Birthday
from members.models import Offer, Segment, Voucher
from parties.domain.roles import Role
from tests import factories
from tests.members.factories import enrolled
from tests.members.offers.factories import FAIR

pytestmark = pytest.mark.django_db


def test_from_the_builder_to_a_voucher_that_is_taken_on_the_phone(client: Client) -> None:
    venue = factories.venue(factories.party())
    member = enrolled(venue, birthday=Birthday(8, 15, "lunar"))
    enrolled(venue, birthday=Birthday(5, 15, "solar"))
    client.force_login(factories.person(venue.party, Role.MARKETING))
    new, place = reverse("members:segment-new"), f"{venue.party_id}-{venue.pk}"

    counted = client.post(f"{new}?place={place}", {"count": "1", "birthday-months": ["8"]}).content.decode()
    assert re.search(r'enc-stat-value">1<', counted)
    assert member.number in counted
    assert client.post(f"{new}?place={place}", {"name": "", "birthday-months": ["8"]}).status_code == 422
    client.post(f"{new}?place={place}", {"name": "八月生日", "birthday-months": ["8"], "new-days": ""})
    segment = Segment.objects.get()
    assert segment.criteria == [{"kind": "birthday", "months": ["8"]}]
    behind = client.get(reverse("members:segment-members", args=[segment.pk])).content.decode()
    assert member.number in behind
    assert "张三" not in behind

    said = {"segment": segment.pk, "name": "果盘", "terms": "一间一张", "stock": 5, "per_member": 1}
    days = {"valid_from": "2026-01-01", "valid_until": "2199-01-01"}
    form = reverse("members:offer-new")
    assert client.post(form, {**said, **days, "is_automated": "on"}).status_code == 422
    client.post(form, {**said, **days, **FAIR})
    offer = Offer.objects.get()
    client.post(reverse("members:offer-issue", args=[offer.pk]))
    voucher = Voucher.objects.get()
    assert voucher.member == member
    page = client.get(reverse("members:offer", args=[offer.pk])).content.decode()
    assert code_of(voucher) not in page
    shown = client.get(reverse("members:voucher", args=[voucher.pk]))
    assert code_of(voucher) in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"

    phone = Client()
    phone.force_login(factories.person(venue.party, Role.FLOOR, venues=[venue]))
    assert phone.get(reverse("members:voucher", args=[voucher.pk])).status_code == 403
    taken = phone.post(reverse("members:redeem"), {"venue": venue.pk, "code": code_of(voucher).lower()})
    assert (taken.status_code, "果盘" in taken.content.decode()) == (200, True)
    again = phone.post(reverse("members:redeem"), {"venue": venue.pk, "code": code_of(voucher)})
    assert again.status_code == 422

    tab, give = (reverse(f"members:{name}", args=[member.pk]) for name in ("member-vouchers", "voucher-give"))
    assert tab in client.get(reverse("members:member", args=[member.pk])).content.decode()
    assert client.post(give, {"offer": offer.pk, "held": "1"}).status_code == 422  # one each, and this one has had it
    said |= {"name": "再来一张"}
    client.post(form, {**said, **days})
    given = client.post(give, {"offer": Offer.objects.latest("pk").pk, "held": "1"})
    assert given["Location"] == reverse("members:voucher", args=[member.vouchers.latest("pk").pk])
    shown_to = [each.get(tab).content.decode() for each in (client, phone)]
    assert [(given["Location"] in page, give in page, "再来一张" in page) for page in shown_to] == [
        (True, False, True),
        (False, False, True),
    ]

    client.force_login(factories.person(factories.party(), Role.MARKETING))
    for name, pk in (
        ("member-vouchers", member.pk),
        ("segment-members", segment.pk),
        ("segment-edit", segment.pk),
        ("offer", offer.pk),
        ("voucher", voucher.pk),
    ):
        assert client.get(reverse(f"members:{name}", args=[pk])).status_code == 404
