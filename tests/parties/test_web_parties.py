import pytest
from django.test import Client
from django.urls import reverse

from parties.domain.roles import Role
from parties.models import Party, Room
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "示例娱乐（杭州）有限公司",
    "uscc": factories.credit_code(8_000_101),
    "legal_representative": "甄试",
    "address": "杭州市样本路1号",
    "contact": "甄样",
    "phone": "0571-00000000",
    "email": "office@example.com",
    "bank_name": "",
    "bank_account": "",
}


def browser(role: Role = Role.ACCOUNT_MANAGER) -> Client:
    client = Client()
    client.force_login(factories.person(factories.party(), role))
    client.cookies["django_language"] = "en"
    return client


def test_a_party_is_added_found_and_corrected() -> None:
    client = browser()
    added = client.post(reverse("party-new"), TYPED)
    party = Party.objects.get(uscc=TYPED["uscc"])
    assert added.headers["Location"] == reverse("party", args=[party.pk])
    for query in ("", "?q=(杭州)", f"?q={party.uscc[-6:]}"):
        assert party.name in client.get(reverse("parties") + query).content.decode()
    assert party.name not in client.get(reverse("parties") + "?q=nothing").content.decode()
    client.post(reverse("party-edit", args=[party.pk]), TYPED | {"contact": "甄新"})
    assert "甄新" in client.get(reverse("party", args=[party.pk])).content.decode()


def test_a_wrong_code_is_marked_and_what_was_typed_is_kept() -> None:
    answer = browser().post(reverse("party-new"), TYPED | {"uscc": "91330000MA0000000X", "name": "<script>x</script>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not a valid unified social credit code" in page
    assert 'value="91330000MA0000000X"' in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert not Party.objects.filter(uscc=TYPED["uscc"]).exists()


def test_venues_and_rooms_are_added_on_the_partys_page() -> None:
    client = browser()
    client.post(reverse("party-new"), TYPED)
    party = Party.objects.get(uscc=TYPED["uscc"])
    page = reverse("party", args=[party.pk])
    assert client.post(page, {"name": "滨江店", "code": "BJ", "address": ""}).status_code == 302
    assert client.post(page, {"name": "滨江店", "code": "BJ2", "address": ""}).status_code == 422
    client.post(reverse("rooms-add", args=[party.venues.get().pk]), {"names": "101, 102"})
    assert Room.objects.filter(venue__party=party).count() == 2


def test_strangers_and_other_roles_do_not_get_in() -> None:
    party = factories.party()
    venue = factories.venue(party)
    assert browser().get(reverse("party", args=[party.pk])).status_code == 404
    assert browser().post(reverse("rooms-add", args=[venue.pk]), {"names": "1"}).status_code == 404
    assert browser(Role.CONTRACT_OWNER).get(reverse("party-new")).status_code == 403
    assert browser(Role.FLOOR).get(reverse("parties")).status_code == 403
