from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.tokens import LIFETIME, issue_token, revoke_token, user_of_key
from parties.models import ApiToken, User
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def user() -> User:
    return factories.person(factories.party(), Role.FLOOR)


def test_a_key_acts_as_its_person(user: User) -> None:
    _token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    assert user_of_key(key, at=NOW) == user


def test_the_key_itself_is_nowhere_in_the_database(user: User) -> None:
    token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    assert key not in str(ApiToken.objects.filter(pk=token.pk).values())
    audited = AuditEntry.objects.filter(table_name="parties_apitoken").get()
    assert "token_hash" not in (audited.after or {})


def test_a_revoked_key_is_dead_at_once(user: User) -> None:
    token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    revoke_token(token.pk, by=factories.scope(user), at=NOW)
    assert user_of_key(key, at=NOW) is None


def test_nobody_revokes_anothers_token(user: User) -> None:
    token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    other = factories.person(factories.party(), Role.ADMINISTRATOR)
    revoke_token(token.pk, by=factories.scope(other), at=NOW)
    assert user_of_key(key, at=NOW) == user


def test_a_key_expires(user: User) -> None:
    _token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    assert user_of_key(key, at=NOW + LIFETIME) is None
    assert user_of_key(key, at=NOW + LIFETIME - timedelta(seconds=1)) == user


def test_a_person_who_left_takes_their_keys_along(user: User) -> None:
    _token, key = issue_token(user=user, name="POS", by=factories.scope(user), at=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert user_of_key(key, at=NOW) is None


def test_a_token_needs_a_name(user: User) -> None:
    with pytest.raises(Refused):
        issue_token(user=user, name=" ", by=factories.scope(user), at=NOW)
