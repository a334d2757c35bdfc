from dataclasses import replace

import pytest

from foundation.refusals import Refused
from parties.domain.registry import PartyDetails, add_rooms, add_venue, change_party, register_party
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Party, Room
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = PartyDetails(
    name="示例娱乐（杭州）有限公司",
    legal_representative="甄试",
    address="杭州市样本路1号",
    phone="0571-00000000",
    email="office@example.com",
    contact="甄样",
    uscc=factories.credit_code(8_000_001),
)


@pytest.fixture
def keeper() -> Scope:
    return factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))


def refusal_of(details: PartyDetails, by: Scope) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        register_party(details, by=by)
    return refusal.value.code, refusal.value.field


def test_whoever_registers_a_party_sees_it_and_others_do_not(keeper: Scope) -> None:
    party = register_party(GOOD, by=keeper)
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    assert Party.objects.within(keeper, verb="parties.see").filter(pk=party.pk).exists()
    assert not Party.objects.within(stranger, verb="parties.see").filter(pk=party.pk).exists()


def test_the_credit_code_is_checked_to_its_last_character(keeper: Scope) -> None:
    wrong = GOOD.uscc[:-1] + ("A" if GOOD.uscc[-1] != "A" else "B")
    for code in (wrong, "123", "", "９" * 18):
        expected = "parties.uscc_wrong" if code else "foundation.required"
        assert refusal_of(replace(GOOD, uscc=code), keeper) == (expected, "uscc")
    assert register_party(replace(GOOD, uscc=f" {GOOD.uscc.lower()} "), by=keeper).uscc == GOOD.uscc


@pytest.mark.parametrize("alike", ["示例娱乐(杭州)有限公司", "示例娱乐（杭州） 有限公司", "示例娱乐〔杭州〕有限公司 "])
def test_a_name_that_only_looks_different_is_a_duplicate(keeper: Scope, alike: str) -> None:
    register_party(GOOD, by=keeper)
    other = replace(GOOD, name=alike, uscc=factories.credit_code(8_000_002))
    assert refusal_of(other, keeper) == ("parties.duplicate", "name")


def test_one_credit_code_belongs_to_one_party(keeper: Scope) -> None:
    register_party(GOOD, by=keeper)
    assert refusal_of(replace(GOOD, name="另一家有限公司"), keeper) == ("parties.uscc_taken", "uscc")


def test_a_second_keeper_shares_the_party_and_changes_nothing(keeper: Scope) -> None:
    party = register_party(GOOD, by=keeper)
    second = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    shared = register_party(replace(GOOD, address="别处"), by=second)
    assert shared == party
    assert Party.objects.get(pk=party.pk).address == GOOD.address
    assert Party.objects.within(second, verb="parties.see").filter(pk=party.pk).exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "foundation.required"),
        ("name", "x" * 201, "foundation.too_long"),
        ("contact", "a\u202eb", "foundation.hidden_characters"),
    ],
)
def test_empty_overlong_and_hidden_text_is_refused_at_its_field(
    keeper: Scope, field: str, value: str, code: str
) -> None:
    assert refusal_of(replace(GOOD, **{field: value}), keeper) == (code, field)


def test_only_roles_that_may_edit_register(keeper: Scope) -> None:
    owner = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert refusal_of(GOOD, owner) == ("parties.not_yours", None)


def test_a_party_is_changed_by_its_own_people_and_its_keepers_only(keeper: Scope) -> None:
    party = register_party(GOOD, by=keeper)
    change_party(party.pk, replace(GOOD, name="新名字有限公司"), by=keeper)
    own = factories.scope(factories.person(party, Role.ADMINISTRATOR))
    change_party(party.pk, replace(GOOD, contact="甄新"), by=own)
    stranger = factories.scope(factories.person(factories.party(), Role.ACCOUNT_MANAGER))
    with pytest.raises(Refused) as refusal:
        change_party(party.pk, GOOD, by=stranger)
    assert refusal.value.code == "parties.not_yours"
    party.refresh_from_db()
    assert (party.name, party.contact) == (GOOD.name, "甄新")


def test_venues_and_rooms_are_added_once(keeper: Scope) -> None:
    party = register_party(GOOD, by=keeper)
    venue = add_venue(party.pk, name="滨江店", code="bj-1", address="", by=keeper)
    assert venue.code == "BJ-1"
    for name, code, expected in (
        ("滨江 店", "x", ("parties.venue_duplicate", "name")),
        ("城西店", "BJ-1", ("parties.code_taken", "code")),
    ):
        with pytest.raises(Refused) as refusal:
            add_venue(party.pk, name=name, code=code, address="", by=keeper)
        assert (refusal.value.code, refusal.value.field) == expected
    assert len(add_rooms(venue.pk, names="101，102 、VIP8", by=keeper)) == 3
    assert add_rooms(venue.pk, names="102, vip8, 103", by=keeper) == [Room.objects.get(name="103")]


def test_a_party_with_people_of_its_own_is_theirs_alone_to_change(keeper: Scope) -> None:
    party = register_party(GOOD, by=keeper)
    owner = factories.scope(factories.person(party, Role.ADMINISTRATOR))
    taken_over = replace(GOOD, bank_name="别家银行", bank_account="6200 0000 0000 0000 666")
    with pytest.raises(Refused) as refusal:
        change_party(party.pk, taken_over, by=keeper)
    assert refusal.value.code == "parties.not_yours"
    change_party(party.pk, taken_over, by=owner)
    party.refresh_from_db()
    assert party.bank_name == "别家银行"
