"""Errors of the REST interface."""

from typing import Any

import pytest
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from foundation.refusals import Refused


class Item(serializers.Serializer[Any]):
    amount = serializers.IntegerField()


class Order(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=3)
    items = Item(many=True)


def answer(error: Exception) -> Response:
    class View(APIView):
        authentication_classes = ()
        permission_classes = ()

        def get(self, request: Request) -> Response:
            raise error

    response = View.as_view()(APIRequestFactory().get("/"))
    assert isinstance(response, Response)
    response.render()
    return response


def test_refusal_tells_code_field_and_parameters() -> None:
    response = answer(Refused("foundation.too_long", "name", limit=20))
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.data == {
        "type": "urn:encore:problem:foundation.too_long",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": Refused("foundation.too_long", limit=20).message,
        "code": "foundation.too_long",
        "field": "name",
        "params": {"limit": 20},
    }
    assert response.status_code == 422


def test_parameters_that_json_does_not_know_become_text() -> None:
    response = answer(Refused("foundation.not_allowed_now", state=ZeroDivisionError("draft"), verb="send"))
    assert (response.status_code, response.data["params"]) == (409, {"state": "draft", "verb": "send"})


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404(), 404, "not_found"),
        (exceptions.NotAuthenticated(), 403, "not_authenticated"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.MethodNotAllowed("GET"), 405, "method_not_allowed"),
    ],
)
def test_other_errors_have_the_same_shape(error: Exception, status: int, code: str) -> None:
    response = answer(error)
    assert (response.status_code, response.data["status"], response.data["code"]) == (status, status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.data["detail"]


def test_waiting_time_is_told() -> None:
    assert answer(exceptions.Throttled(wait=7)).headers["Retry-After"] == "7"


def test_wrong_shape_tells_every_field_and_the_first_of_them_above() -> None:
    order = Order(data={"name": "long name", "items": [{"amount": 1}, {"amount": "x"}]})
    with pytest.raises(exceptions.ValidationError) as invalid:
        order.is_valid(raise_exception=True)
    data = answer(invalid.value).data
    assert [(e["field"], e["code"]) for e in data["errors"]] == [("name", "max_length"), ("items.1.amount", "invalid")]
    assert (data["status"], data["field"], data["code"]) == (400, "name", "max_length")


def test_error_of_the_whole_request_has_no_field() -> None:
    data = answer(exceptions.ValidationError({"non_field_errors": ["No."]})).data
    assert (data["field"], data["code"], data["detail"]) == (None, "invalid", "No.")


def test_unknown_error_is_left_to_django() -> None:
    with pytest.raises(ZeroDivisionError):
        answer(ZeroDivisionError())
