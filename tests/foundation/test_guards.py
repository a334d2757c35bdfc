"""What holds for every request and answer."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from foundation.web.guards import NoNulMiddleware, PrivateAnswersMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def own_rule(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": "private, max-age=60"})


@pytest.mark.parametrize("address", ["/a/?q=%00", "/a/%00/", "/?%00=1"])
def test_a_nul_in_the_address_is_refused(address: str) -> None:
    with pytest.raises(BadRequest):
        NoNulMiddleware(answer)(RequestFactory().get(address))


@pytest.mark.parametrize("address", ["/?q=%2500", "/?q=100%25", "/a0/"])
def test_other_addresses_pass(address: str) -> None:
    assert NoNulMiddleware(answer)(RequestFactory().get(address)).status_code == 200


def test_answers_to_somebody_are_not_kept() -> None:
    guard = PrivateAnswersMiddleware(answer)
    by_cookie = RequestFactory().get("/")
    by_cookie.COOKIES["sessionid"] = "x"
    by_token = RequestFactory().get("/", headers={"Authorization": "Bearer x"})
    assert [guard(request)["Cache-Control"] for request in (by_cookie, by_token)] == ["private, no-store"] * 2
    assert "Cache-Control" not in guard(RequestFactory().get("/"))
    assert PrivateAnswersMiddleware(own_rule)(by_cookie)["Cache-Control"] == "private, max-age=60"
