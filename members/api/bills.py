"""Bills over REST: the till sends them, once each however often it sends them."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api.idempotency import idempotent
from members.domain.bills.recording import record_bill
from members.domain.bills.sent import LONGEST_ITEM, LONGEST_NUMBER, LONGEST_ROOM, MOST_ITEMS, NewBill
from members.models import Bill, BillWay
from parties.api.views import DecidedView

IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The same key has one effect."
)
"""The number of a bill has the same effect; who sends both loses nothing."""


class ItemSerializer(serializers.Serializer[Any]):
    """One line of a bill; ``fen`` is the sum of the line."""

    name = serializers.CharField(max_length=LONGEST_ITEM)
    count = serializers.IntegerField(min_value=1, default=1)
    fen = serializers.IntegerField(min_value=0, default=0)


class NewBillSerializer(serializers.Serializer[Any]):
    """A bill as the till sends it. ``number`` sent twice is recorded once; with other content it is refused (409).

    ``card`` or ``phone`` lead to the member; a telephone number that no member has leaves a bill of nobody.
    ``refund_of`` is the number of the bill of which this gives something back.
    """

    venue = serializers.IntegerField(min_value=1)
    number = serializers.CharField(max_length=LONGEST_NUMBER)
    amount_fen = serializers.IntegerField(min_value=1)
    happened_at = serializers.DateTimeField()
    card = serializers.CharField(max_length=LONGEST_NUMBER, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, allow_blank=True, default="")
    room = serializers.CharField(max_length=LONGEST_ROOM, allow_blank=True, default="")
    promoter = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    items = serializers.ListField(child=ItemSerializer(), default=list, max_length=MOST_ITEMS)
    refund_of = serializers.CharField(max_length=LONGEST_NUMBER, allow_blank=True, default="")


class BillSerializer(serializers.ModelSerializer[Bill]):
    """A bill as it is kept. ``member`` is the card number; null where it is nobody's."""

    member = serializers.CharField(source="member.number", allow_null=True, default=None)
    refund_of = serializers.CharField(source="refund_of.number", allow_null=True, default=None)
    room = serializers.CharField(source="room_name")

    class Meta:
        model = Bill
        fields = (
            "id",
            "venue",
            "number",
            "amount_fen",
            "happened_at",
            "business_date",
            "member",
            "room",
            "promoter",
            "items",
            "refund_of",
            "way",
            "entered_at",
        )
        read_only_fields = fields


class FilterSerializer(serializers.Serializer[Any]):
    """How the list may be narrowed."""

    venue = serializers.IntegerField(min_value=1, required=False)
    number = serializers.CharField(max_length=LONGEST_NUMBER, required=False)
    business_date = serializers.DateField(required=False)


class LastFirst(CursorPagination):
    """50 a page, the last one paid first."""

    page_size = 50
    ordering = ("-happened_at", "-id")

    def decode_cursor(self, request: Request) -> Cursor | None:
        """As DRF reads it; one whose place is no moment was not made by us."""
        cursor = super().decode_cursor(request)
        try:
            if cursor is not None and cursor.position is not None:
                datetime.fromisoformat(str(cursor.position))
        except ValueError:
            raise serializers.ValidationError({"cursor": self.invalid_cursor_message})
        return cursor


class Bills(DecidedView):
    """All bills in the caller's reach."""

    verbs: ClassVar[dict[str, str]] = {"GET": "bills.see", "POST": "bills.enter"}

    @extend_schema(operation_id="bills_list", parameters=[FilterSerializer], responses=BillSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List bills, the last one first."""
        filters = FilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        pages = LastFirst()
        page = pages.paginate_queryset(_bills(self).filter(**filters.validated_data), request, view=self)
        return pages.get_paginated_response(BillSerializer(page, many=True).data)

    @extend_schema(
        operation_id="bills_record",
        parameters=[IDEMPOTENCY_KEY],
        request=NewBillSerializer,
        responses={200: BillSerializer, 201: BillSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Record a bill: 201 when it is new, 200 when it was here already."""
        sent = NewBillSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = dict(sent.validated_data)
        new = NewBill(said.pop("venue"), promoter_id=said.pop("promoter"), way=BillWay.REST, **said)
        recorded = record_bill(new, by=self.scope, at=timezone.now())
        location = f"{request.path}{recorded.bill.pk}/"  # where ``OneBill`` answers
        status = 201 if recorded.is_new else 200
        return Response(BillSerializer(recorded.bill).data, status=status, headers={"Location": location})


class OneBill(DecidedView):
    """One bill."""

    verbs: ClassVar[dict[str, str]] = {"GET": "bills.see"}

    @extend_schema(operation_id="bills_read", responses=BillSerializer)
    def get(self, request: Request, bill_id: int) -> Response:
        """Read it."""
        return Response(BillSerializer(get_object_or_404(_bills(self), pk=bill_id)).data)


def _bills(view: DecidedView) -> QuerySet[Bill]:
    return Bill.objects.within(view.scope, verb="bills.see").select_related("member", "refund_of")
