"""Who is away, over REST: one's own days, and those of the people one answers for."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api.idempotency import idempotent
from parties.api.views import DecidedView
from parties.domain.absences import VERB, call_off, enter_absence
from parties.models import Absence

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The same key has one effect."
)
SHOWN = 500


class AbsenceSerializer(serializers.ModelSerializer[Absence]):
    """A person is away from the first to the last day, both included; ``substitute`` answers for their clocks."""

    class Meta:
        model = Absence
        fields = (
            "id",
            "user",
            "substitute",
            "from_date",
            "until_date",
            "entered_by",
            "entered_at",
            "called_off_at",
        )
        read_only_fields = fields


class NewAbsenceSerializer(serializers.Serializer[Any]):
    """Who is away and when; without ``user`` it is the caller."""

    user = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    substitute = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    from_date = serializers.DateField()
    until_date = serializers.DateField()


class Leave(DecidedView):
    """The leave that stands from today on."""

    verbs: ClassVar[dict[str, str]] = {"GET": "self", "POST": "self"}

    @extend_schema(operation_id="leave_list", responses=AbsenceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's own, and that of the people one answers for, the first day first; at most 500."""
        rows = Absence.objects.within(self.scope, verb=VERB).standing().filter(until_date__gte=timezone.localdate())
        return Response(AbsenceSerializer(rows[:SHOWN], many=True).data)

    @extend_schema(
        operation_id="leave_enter",
        parameters=[IDEMPOTENCY_KEY],
        request=NewAbsenceSerializer,
        responses={201: AbsenceSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Enter leave: open steps are handed on when it begins."""
        sent = NewAbsenceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        absence = enter_absence(
            user_id=said["user"] or self.scope.user_id or 0,
            from_date=said["from_date"],
            until_date=said["until_date"],
            substitute_id=said["substitute"],
            by=self.scope,
            at=timezone.now(),
        )
        return Response(AbsenceSerializer(absence).data, status=201)


class LeaveCalledOff(DecidedView):
    """Leave that is not taken, or ends early."""

    verbs: ClassVar[dict[str, str]] = {"POST": "self"}

    @extend_schema(operation_id="leave_call_off", request=None, responses={200: AbsenceSerializer})
    def post(self, request: Request, absence_id: int) -> Response:
        """The person stays, or is back early."""
        absence = get_object_or_404(Absence.objects.within(self.scope, verb=VERB).only("pk"), pk=absence_id)
        return Response(AbsenceSerializer(call_off(absence.pk, by=self.scope, at=timezone.now())).data)
