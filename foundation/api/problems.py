"""Errors of the REST interface as application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler as rest_framework_handler
from rest_framework.views import set_rollback

from foundation.refusals import Refused

MEDIA_TYPE = "application/problem+json"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF calls for every exception in a view; None leaves the unknown ones to Django."""
    if isinstance(error, Refused):
        set_rollback()
        params = {name: value if isinstance(value, int | str) else str(value) for name, value in error.params.items()}
        return problem(error.status, code=error.code, detail=error.message, field=error.field, params=params)
    answer = rest_framework_handler(error, context)
    if answer is None:
        return None
    kept = {name: value for name, value in answer.headers.items() if name in ("WWW-Authenticate", "Retry-After")}
    if isinstance(error, ValidationError):
        errors = list(_flat(error.get_full_details()))
        return problem(answer.status_code, **errors[0], errors=errors, headers=kept)
    detail = getattr(error, "detail", None) or HTTPStatus(answer.status_code).phrase
    code = getattr(detail, "code", None) or HTTPStatus(answer.status_code).name.lower()
    return problem(answer.status_code, code=code, detail=str(detail), headers=kept)


def problem(
    status: int,
    *,
    code: str,
    detail: str,
    field: str | None = None,
    params: dict[str, int | str] | None = None,
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """One problem. `code` is for programs and never changes, `detail` for people, in their language."""
    data: dict[str, Any] = {
        "type": f"urn:encore:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "field": field,
        "params": params or {},
    }
    if errors is not None:
        data["errors"] = errors
    return Response(data, status=status, headers=headers, content_type=MEDIA_TYPE)


def _flat(details: Any, field: str | None = None) -> Iterator[dict[str, Any]]:
    """DRF's nested details as a list of {field, code, detail}; inner fields are joined by dots."""
    if isinstance(details, list):
        for detail in details:
            yield from _flat(detail, field)
    elif set(details) == {"message", "code"} and isinstance(details["code"], str):
        yield {"field": field, "code": str(details["code"]), "detail": str(details["message"])}
    else:
        for name, inner in details.items():
            path = field if name == "non_field_errors" else f"{field}.{name}" if field else str(name)
            yield from _flat(inner, path)
