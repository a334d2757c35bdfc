"""Members under a new secret; a run that was killed is run again."""

from typing import Any

import pytest

from foundation.enciphering import Unreadable
from members.domain.privacy.filing import Hashes
from members.domain.privacy.reading import personal_of
from members.domain.privacy.rotating import rotate_all, rotate_members
from members.domain.registry.finding import Wanted
from members.models import Member
from tests import factories
from tests.members.factories import PHONE, enrolled

pytestmark = pytest.mark.django_db


def test_keys_and_hashes_come_under_the_new_secret_and_a_broken_run_goes_on(settings: Any) -> None:
    venue = factories.venue(factories.party())
    members = [enrolled(venue) for _each in range(3)]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"
    assert rotate_members(2) == 2  # and here the process is killed
    assert [personal_of(member).phone for member in members] == [PHONE] * 3
    assert dict(rotate_all(batch=2)) == {"members": 1}
    settings.SECRET_KEY_FALLBACKS = []
    assert [personal_of(Member.objects.get(pk=member.pk)).phone for member in members] == [PHONE] * 3
    for words in ("zhang san", "1234", "13800001234"):
        assert Wanted(venue.party_id, words).narrow(Member.objects.all()).count() == 3, words
    assert {member.search.phone_hash for member in Member.objects.all()} == {Hashes(venue.party_id).phone(PHONE)}


def test_without_the_former_secret_nothing_is_lost_by_the_attempt(settings: Any) -> None:
    member = enrolled(factories.venue(factories.party()))
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret"
    with pytest.raises(Unreadable):
        rotate_members(10)
    settings.SECRET_KEY = former
    assert personal_of(Member.objects.get(pk=member.pk)).phone == PHONE
