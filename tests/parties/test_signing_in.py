import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory

from foundation.web.caller import CallerMiddleware
from parties.domain.roles import Role
from parties.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    call_command("axes_reset", verbosity=0)
    return factories.person(factories.party(), Role.FLOOR)


def sign_in(email: str, password: str, client: Client | None = None) -> int:
    client = client or Client()
    return client.post("/login/", {"username": email, "password": password}).status_code


def test_the_right_password_opens_the_door(user: User) -> None:
    client = Client()
    assert sign_in(user.email, "password", client) == 302
    assert client.get("/").status_code == 200


def test_after_ten_wrong_guesses_the_right_one_is_no_use_either(user: User) -> None:
    spellings = [user.email, user.email.upper(), f" {user.email} "]
    statuses = [sign_in(spellings[attempt % 3], f"guess {attempt}") for attempt in range(10)]
    assert statuses[:9] == [200] * 9
    assert sign_in(user.email, "password") == 429


def test_the_mistakes_of_one_person_lock_out_nobody_else(user: User) -> None:
    for attempt in range(10):
        sign_in(user.email, f"guess {attempt}")
    other = factories.person(factories.party(), Role.FLOOR)
    assert sign_in(other.email, "mistyped") == 200
    assert sign_in(other.email, "password") == 302


@pytest.mark.parametrize(
    ("behind_proxy", "header", "address"),
    [
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "", "127.0.0.1"),
        (False, "198.51.100.7", "127.0.0.1"),
    ],
)
def test_the_callers_address_is_the_last_one_our_own_proxy_noted(
    settings: pytest.FixtureRequest, behind_proxy: bool, header: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy  # type: ignore[attr-defined]
    seen: list[str] = []
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header})
    CallerMiddleware(lambda request: seen.append(request.META["REMOTE_ADDR"]))(request)  # type: ignore[arg-type,return-value]
    assert seen == [address]
