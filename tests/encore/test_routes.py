"""Every address × method × role is decided: this walk fails on one that is not."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from parties.domain.roles import MAY, Role
from parties.models import User
from tests import factories

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAMPLES = {"UUIDConverter": str(uuid.UUID(int=0)), "IntConverter": "999999999", "SlugConverter": "none"}
ADMIN = "admin/"


@dataclass(frozen=True)
class Route:
    address: str
    verbs: dict[str, str]
    is_public: bool
    is_rest: bool
    view: Callable[[HttpRequest], HttpResponseBase]


def routes() -> list[Route]:
    return [_decided(address, callback) for address, callback in _walk(get_resolver().url_patterns, "/")]


def _walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        address = prefix + _sample(entry)
        if isinstance(entry, URLResolver):
            if address != f"/{ADMIN}":
                yield from _walk(entry.url_patterns, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback


def _sample(entry: Any) -> str:
    text = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        value = SAMPLES.get(type(converter).__name__) or _first_choice(converter)
        start = text.index("<")
        end = text.index(">") + 1
        assert text[start:end].endswith(f"{name}>"), text
        text = text[:start] + value + text[end:]
    return text


def _first_choice(converter: Any) -> str:
    return "none" if converter.regex in ("[^/]+", ".+") else converter.regex.split("|")[0]


def _decided(address: str, callback: Any) -> Route:
    decision = getattr(callback, "decision", None)
    if decision is not None:
        return Route(address, dict(decision.verbs), bool(decision.public_because), is_rest=False, view=callback)
    verbs = getattr(getattr(callback, "cls", None), "verbs", None)
    assert verbs, f"{address} does not say who may call it"
    return Route(address, verbs, is_public=False, is_rest=True, view=callback)


ROUTES = routes()


def test_every_verb_is_in_the_role_matrix() -> None:
    verbs = {verb for route in ROUTES if not route.is_public for verb in route.verbs.values()}
    assert verbs - set(MAY) <= {"self"}


@pytest.fixture
def people(db: None) -> dict[Role, User]:
    company = factories.party()
    return {role: factories.person(company, role) for role in Role}


def _answer(client: Client, method: str, address: str) -> int:
    client.raise_request_exception = True
    return client.generic(method, address, "{}", content_type="application/json").status_code


def _plainly(code: int, request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=code)


@contextmanager
def _undone() -> Iterator[None]:
    """What the request does, signing out included, is taken back: the next one finds all as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_method_that_a_page_does_not_have_is_refused_before_anybody_looks_who_calls() -> None:
    wrong = []
    for route in ROUTES:
        for method in METHODS:
            if route.is_rest or method in route.verbs:
                continue
            request = HttpRequest()  # nobody's: to ask for its user or its scope would be an error
            request.method = method
            if route.view(request).status_code != 405:
                wrong.append((method, route.address))
    assert wrong == []


def _asked(role: Role, route: Route) -> Sequence[str]:
    """All methods as one role; as the others those that look who calls, which is all of the REST interface."""
    return METHODS if role == next(iter(Role)) or route.is_rest else sorted(route.verbs)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_the_matrix_says(role: Role, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a refusal looks like is tested elsewhere; here are thousands.
    monkeypatch.setattr(URLResolver, "resolve_error_handler", lambda _resolver, code: partial(_plainly, code))
    wrong = []
    guarded = [route for route in ROUTES if not route.is_public]
    client = Client()
    client.force_login(factories.person(factories.party(), role))
    signed_in = client.cookies.output(header="")
    for route in guarded:
        for method in _asked(role, route):
            client.cookies = SimpleCookie(signed_in)
            with _undone():
                status = _answer(client, method, route.address)
            verb = route.verbs.get(method)
            if verb is None:
                fits = status in ({403, 405} if route.is_rest else {405})
            elif verb == "self" or role in MAY[verb]:
                fits = status not in (401, 403, 405) and status < 500
            else:
                fits = status == 403
            if not fits:
                wrong.append((role.value, method, route.address, status))
    assert wrong == []


def test_nobody_gets_in_without_signing_in(db: None) -> None:
    wrong = []
    for route in ROUTES:
        for method in METHODS:
            status = _answer(Client(), method, route.address)
            if route.is_public:
                fits = status < 500 and (status == 405) == (method not in route.verbs)
            elif route.is_rest:
                fits = status == 401
            else:
                fits = status == (302 if method in route.verbs else 405)
            if not fits:
                wrong.append((method, route.address, status))
    assert wrong == []


def test_the_operators_site_opens_to_operators_only(people: dict[Role, User]) -> None:
    for user in people.values():
        client = Client()
        client.force_login(user)
        assert client.get(f"/{ADMIN}").status_code == 302
