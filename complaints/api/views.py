"""Complaints over REST: log, read, move on."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.serializers import (
    NEW_COMPLAINT,
    ComplaintSerializer,
    FilterSerializer,
    NewComplaintSerializer,
    StepSerializer,
    complaint_as_json,
)
from complaints.domain.channels.doors import log_with_contact
from complaints.domain.customer.contacts import Reach
from complaints.domain.intake.logging import NewComplaint
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.models import ENDED, Clock, Complaint
from foundation.api.idempotency import idempotent
from parties.api.views import DecidedView

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The same key has one effect."
)


class NewestFirst(CursorPagination):
    """50 a page, the last one received first."""

    page_size = 50
    ordering = ("-received_at", "-id")

    def decode_cursor(self, request: Request) -> Cursor | None:
        """As DRF reads it; one whose place is no moment was not made by us and is 404 as any other broken one."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not _is_moment(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class Complaints(DecidedView):
    """All complaints in the caller's reach."""

    verbs: ClassVar[dict[str, str]] = {"GET": "complaints.see", "POST": "complaints.log"}

    @extend_schema(
        operation_id="complaints_list", parameters=[FilterSerializer], responses=ComplaintSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """List complaints, the newest first."""
        filters = FilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        pages = NewestFirst()
        page = pages.paginate_queryset(_narrowed(_complaints(self), filters.validated_data), request, view=self)
        return pages.get_paginated_response([complaint_as_json(each) for each in page or ()])

    @extend_schema(
        operation_id="complaints_log",
        parameters=[IDEMPOTENCY_KEY],
        request=NewComplaintSerializer,
        responses={201: ComplaintSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Log a complaint: its clocks start at once."""
        sent = NEW_COMPLAINT.run_validation(request.data)
        reach = Reach(**sent["contact"]) if sent["contact"] else None
        complaint = log_with_contact(_told(sent), reach, by=self.scope, at=timezone.now())
        location = f"{request.path}{complaint.pk}/"  # where ``OneComplaint`` answers
        return Response(complaint_as_json(complaint), status=201, headers={"Location": location})


class OneComplaint(DecidedView):
    """One complaint."""

    verbs: ClassVar[dict[str, str]] = {"GET": "complaints.see"}

    @extend_schema(operation_id="complaints_read", responses=ComplaintSerializer)
    def get(self, request: Request, complaint_id: int) -> Response:
        """Read it, with its clocks."""
        return Response(complaint_as_json(get_object_or_404(_complaints(self), pk=complaint_id)))


class Steps(DecidedView):
    """The steps of one complaint's handling."""

    verbs: ClassVar[dict[str, str]] = {"POST": "complaints.see"}

    @extend_schema(
        operation_id="complaints_step",
        parameters=[IDEMPOTENCY_KEY],
        request=StepSerializer,
        responses={200: ComplaintSerializer},
    )
    @idempotent
    def post(self, request: Request, complaint_id: int) -> Response:
        """Take one step. Which ones are possible depends on the stage and on the caller's role at the venue."""
        mine = Complaint.objects.within(self.scope, verb="complaints.see").only("pk")
        complaint = get_object_or_404(mine, pk=complaint_id)
        sent = StepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        move_complaint(
            complaint.pk,
            said["verb"],
            by=self.scope,
            at=timezone.now(),
            note=said["note"],
            judgement=Judgement(said["level"], said["gravity"], said["was_known"]),
            into_id=said["into"],
        )
        return Response(complaint_as_json(_complaints(self).get(pk=complaint.pk)))


def _is_moment(text: str) -> bool:
    try:
        moment = parse_datetime(text)
    except ValueError:  # well-formed, but there is no such day
        return False
    return moment is not None and timezone.is_aware(moment)


def _complaints(view: DecidedView) -> QuerySet[Complaint]:
    clocks = Prefetch("clocks", Clock.objects.select_related("deadline"))
    return Complaint.objects.within(view.scope, verb="complaints.see").prefetch_related(clocks)


def _narrowed(rows: QuerySet[Complaint], wanted: dict[str, Any]) -> QuerySet[Complaint]:
    is_open = wanted.pop("is_open", None)
    if is_open is not None:
        rows = rows.exclude(state__in=ENDED) if is_open else rows.filter(state__in=ENDED)
    return rows.filter(**wanted)


def _told(sent: dict[str, Any]) -> NewComplaint:
    return NewComplaint(
        client_id=sent["client_id"],
        venue_id=sent["venue"],
        subject=sent["subject"],
        gravity=sent["gravity"],
        room_id=sent["room"],
        channel=sent["channel"],
        what_happened=sent["what_happened"],
        concerns_id=sent["concerns"],
        happened_at=sent["happened_at"],
        logged_at=sent["logged_at"],
    )
