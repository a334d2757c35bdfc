import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from parties.domain.roles import Role
from parties.domain.scope import Hat, Scope
from parties.web import navigation
from parties.web.navigation import HOUSE, MONEY, NavEntry, Shell, entries_for, register

pytestmark = pytest.mark.urls(__name__)
urlpatterns = [
    path(address, lambda request: HttpResponse(), name=name)
    for address, name in (
        ("", "home"),
        ("account/", "account"),
        ("messages/", "messages"),
        ("rooms/", "rooms"),
        ("rooms/free/", "free-rooms"),
        ("venues/", "venues"),
    )
]


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    register(NavEntry("Messages", "messages", "bell", "self", order=30))
    register(NavEntry("Home", "home", "home", "self", order=10))
    register(NavEntry("Account", "account", "user", "ledger.see", order=20))


def scope(*roles: Role) -> Scope:
    return Scope(label="test", source="test", user_id=1, hats=tuple(Hat(1, role) for role in roles))


def request(address: str, by: Scope | None, **cookies: str) -> HttpRequest:
    made = RequestFactory().get(address)
    made.COOKIES.update(cookies)
    if by is not None:
        made.scope = by  # type: ignore[attr-defined]
    return made


def test_a_person_sees_the_places_of_their_roles_in_order() -> None:
    assert [entry.label for entry in entries_for(scope(Role.FLOOR))] == ["Home", "Messages"]
    assert [entry.label for entry in entries_for(scope(Role.FINANCE))] == ["Home", "Account", "Messages"]


def test_nobody_signed_in_sees_no_place() -> None:
    assert entries_for(None) == []
    assert Shell(request("/", None)).places == []
    assert Shell(request("/", Scope(label="anonymous", source="test"))).places == []


def test_registering_an_address_again_replaces_it() -> None:
    register(NavEntry("Start", "home", "home", "self", order=10))
    assert [entry.label for entry in entries_for(scope())] == ["Start", "Messages"]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "Home"),
        ("/messages/", "Messages"),
        ("/messages/9/", "Messages"),
        ("/elsewhere/", None),
        ("/rooms/free/1/", "Free"),
    ],
)
def test_the_current_place_is_the_longest_address_that_leads_here(address: str, current: str | None) -> None:
    register(NavEntry("Rooms", "rooms", "door", "self"))
    register(NavEntry("Free", "free-rooms", "door", "self"))
    places = Shell(request(address, scope())).places
    assert [place.label for place in places if place.is_current] == ([current] if current else [])


def test_places_stand_under_their_headings_in_order() -> None:
    register(NavEntry("Rooms", "rooms", "door", "self", order=40, area=HOUSE))
    register(NavEntry("Free", "free-rooms", "door", "self", order=60, area=HOUSE))
    register(NavEntry("Venues", "venues", "door", "self", order=50, area=MONEY))
    areas = Shell(request("/", scope())).areas
    assert [(area, [place.label for place in places]) for area, places in areas] == [
        ("", ["Home", "Messages"]),
        (str(MONEY), ["Venues"]),
        (str(HOUSE), ["Rooms", "Free"]),
    ]


def test_the_phone_bar_holds_five_places_or_four_and_more() -> None:
    for number, url_name in enumerate(("rooms", "free-rooms")):
        register(NavEntry(url_name, url_name, "dots", "self", order=40 + number))
    finance = Shell(request("/rooms/free/", scope(Role.FINANCE)))
    assert [place.label for place in finance.bar] == ["Home", "Account", "Messages", "rooms", "free-rooms"]
    assert finance.more == []
    register(NavEntry("venues", "venues", "building", "self", order=50))
    crowded = Shell(request("/venues/", scope(Role.FINANCE)))
    assert [place.label for place in crowded.bar] == ["Home", "Account", "Messages", "rooms"]
    assert [place.label for place in crowded.more] == ["free-rooms", "venues"]
    assert crowded.more_is_current


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', ""), ("", "")])
def test_the_theme_is_what_the_reader_chose_or_the_systems(cookie: str, theme: str) -> None:
    assert Shell(request("/", None, encore_theme=cookie)).theme == theme


def test_a_role_held_twice_is_named_once() -> None:
    twice = Scope(label="t", source="t", user_id=1, hats=(Hat(1, Role.FLOOR), Hat(2, Role.FLOOR), Hat(2, Role.HR)))
    assert Shell(request("/", twice)).roles == [Role.FLOOR.label, Role.HR.label]
