"""Every request has a name."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from foundation.web.request_id import RequestIdFilter, RequestIdMiddleware, request_id


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request_id())


def test_request_gets_a_name_that_is_sent_back() -> None:
    responses = [RequestIdMiddleware(answer)(RequestFactory().get("/")) for _ in range(2)]
    assert [r.content.decode() for r in responses] == [r["X-Request-ID"] for r in responses]
    assert responses[0]["X-Request-ID"] != responses[1]["X-Request-ID"]
    assert request_id() == ""


def test_well_formed_name_of_the_caller_is_kept() -> None:
    response = RequestIdMiddleware(answer)(RequestFactory().get("/", headers={"X-Request-ID": "proxy-0815-a"}))
    assert response["X-Request-ID"] == "proxy-0815-a"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with blank 12", 'quote"quote"'])
def test_any_other_name_is_replaced(given: str) -> None:
    response = RequestIdMiddleware(answer)(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert response["X-Request-ID"] != given


def test_log_records_carry_the_name() -> None:
    names = []

    def log(request: HttpRequest) -> HttpResponse:
        record = logging.makeLogRecord({"msg": "something"})
        assert RequestIdFilter().filter(record)
        names.append(record.__dict__["request_id"])
        return HttpResponse()

    response = RequestIdMiddleware(log)(RequestFactory().get("/"))
    assert names == [response["X-Request-ID"]]
