"""POST requests that are sent twice."""

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from foundation.api.idempotency import idempotent
from foundation.models import IdempotentRequest, Job
from foundation.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


class Base(APIView):
    authentication_classes = ()
    permission_classes = ()
    parser_classes = (JSONParser, MultiPartParser)

    def idempotency_caller(self, request: Request) -> str:
        return request.headers.get("Caller", "till 7")

    def add(self, request: Request) -> Response:
        """The effect: one row per call."""
        name = str(dict(request.data)["name"])
        job = Job.objects.create(kind="test", key=f"{name}-{time.monotonic_ns()}", run_at=timezone.now())
        if name == "refused":
            raise Refused("foundation.required", "name")
        if name == "rejected":
            return Response({"detail": "no"}, status=400)
        if name == "slow":
            time.sleep(0.2)
        return Response({"id": job.pk, "amount": "0.10"}, status=201, headers={"Location": f"/jobs/{job.pk}/"})


class Once(Base):
    @idempotent
    def post(self, request: Request) -> Response:
        return self.add(request)


class Careless(Base):
    def post(self, request: Request) -> Response:
        return self.add(request)


def post(
    data: dict[str, Any], key: str | None = "k-1", *, view: type[Base] = Once, path: str = "/jobs/", **more: Any
) -> Response:
    headers = {"Idempotency-Key": key} if key is not None else {}
    headers |= more.pop("headers", {})
    request = APIRequestFactory().post(path, data, headers=headers, **({"format": "json"} | more))
    response = view.as_view()(request)
    assert isinstance(response, Response)
    response.render()
    return response


def test_same_request_has_one_effect_and_one_answer() -> None:
    first, second = post({"name": "a"}), post({"name": "a"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert first.headers["Location"] == second.headers["Location"]
    assert (first.headers.get("Idempotent-Replayed"), second.headers["Idempotent-Replayed"]) == (None, "true")
    assert Job.objects.count() == 1


def test_order_of_fields_does_not_matter() -> None:
    first, second = post({"name": "a", "n": 1}), post({"n": 1, "name": "a"})
    assert first.data == second.data


@pytest.mark.parametrize(("data", "path"), [({"name": "b"}, "/jobs/"), ({"name": "a"}, "/other/")])
def test_same_key_for_another_request_is_refused(data: dict[str, str], path: str) -> None:
    post({"name": "a"})
    response = post(data, path=path)
    assert (response.status_code, response.data["code"]) == (409, "foundation.key_used_for_other_request")
    assert Job.objects.count() == 1


def test_other_key_other_caller_or_no_key_is_another_request() -> None:
    post({"name": "a"})
    post({"name": "a"}, "k-2")
    post({"name": "a"}, headers={"Caller": "till 8"})
    post({"name": "a"}, None)
    post({"name": "a"}, None)
    assert Job.objects.count() == 5
    assert IdempotentRequest.objects.count() == 3


@pytest.mark.parametrize(("name", "status"), [("refused", 422), ("rejected", 400)])
def test_refused_request_leaves_nothing_and_may_be_tried_again(name: str, status: int) -> None:
    assert post({"name": name}).status_code == status
    assert Job.objects.count() == IdempotentRequest.objects.count() == 0
    assert post({"name": "a"}).status_code == 201


@pytest.mark.parametrize("key", ["", "with blank", "x" * 201, "钥匙"])
def test_strange_key_is_refused(key: str) -> None:
    response = post({"name": "a"}, key)
    assert (response.status_code, response.data["code"]) == (422, "foundation.bad_idempotency_key")
    assert Job.objects.count() == 0


def upload(content: bytes, name: str = "a.txt") -> Response:
    return post({"name": "a", "paper": SimpleUploadedFile(name, content)}, format="multipart")


def test_upload_is_known_by_its_content() -> None:
    assert upload(b"one").data == upload(b"one").data
    assert upload(b"two").status_code == 409
    assert upload(b"one", "b.txt").status_code == 409


def test_logged_in_user_is_a_caller() -> None:
    class View(Once):
        idempotency_caller = None  # type: ignore[assignment]

    def send(user: object) -> Response:
        request = APIRequestFactory().post("/", {"name": "a"}, headers={"Idempotency-Key": "k"}, format="json")
        request._force_auth_user = user  # type: ignore[attr-defined]
        response = View.as_view()(request)
        assert isinstance(response, Response)
        return response

    for pk in (7, 8, 7):
        send(SimpleNamespace(pk=pk, is_authenticated=True))
    callers = IdempotentRequest.objects.order_by("caller").values_list("caller", flat=True)
    assert list(callers) == ["user:7", "user:8"]
    with pytest.raises(ImproperlyConfigured):
        send(SimpleNamespace(pk=None, is_authenticated=False))


def post_together(view: type[Base]) -> list[Response]:
    """The same request from four threads at the same moment."""
    start = threading.Barrier(4)
    responses: list[Response] = []

    def send() -> None:
        try:
            start.wait()
            responses.append(post({"name": "slow"}, view=view))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return responses


@pytest.mark.race
def test_requests_at_the_same_moment_have_one_effect_and_one_answer() -> None:
    responses = post_together(Once)
    assert [r.status_code for r in responses] == [201] * 4
    assert {r.data["id"] for r in responses} == {Job.objects.get().pk}
    assert sorted(r.headers.get("Idempotent-Replayed", "") for r in responses) == ["", "true", "true", "true"]


@pytest.mark.race
def test_without_the_decorator_each_of_them_has_its_own_effect() -> None:
    """The negative control."""
    assert len(post_together(Careless)) == Job.objects.count() == 4
