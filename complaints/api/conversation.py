"""The conversation with a customer over REST: read it, answer."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.domain.channels.conversation import LONGEST_SAYING, Saying, say_to_customer
from complaints.domain.channels.texts import text_of
from complaints.models import Complaint, CustomerMessage, DeliveryState, Direction, MessageChannel
from parties.api.views import DecidedView


class DeliverySerializer(serializers.Serializer[Any]):
    """How far an outgoing message has come; ``reason`` is a short code of what went wrong."""

    state = serializers.ChoiceField(DeliveryState.choices)
    reason = serializers.CharField()
    sent_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)


class MessageSerializer(serializers.Serializer[Any]):
    """One message; ``user`` is null for what the customer sent, ``delivery`` for what no machine carries."""

    key = serializers.UUIDField()
    direction = serializers.ChoiceField(Direction.choices)
    channel = serializers.ChoiceField(MessageChannel.choices)
    text = serializers.SerializerMethodField()
    at = serializers.DateTimeField()
    user = serializers.IntegerField(source="user_id", allow_null=True)
    delivery = serializers.SerializerMethodField()

    def get_text(self, message: CustomerMessage) -> str:
        return text_of(message)

    @extend_schema(responses=DeliverySerializer)
    def get_delivery(self, message: CustomerMessage) -> dict[str, Any] | None:
        delivery = getattr(message, "delivery", None)
        return None if delivery is None else dict(DeliverySerializer(delivery).data)


class SayingSerializer(serializers.Serializer[Any]):
    """What is said to the customer. ``key`` sent twice is said once."""

    key = serializers.UUIDField()
    channel = serializers.ChoiceField(MessageChannel.choices)
    text = serializers.CharField(max_length=LONGEST_SAYING)


class Messages(DecidedView):
    """The conversation of one complaint; internal notes are not part of it."""

    verbs: ClassVar[dict[str, str]] = {"GET": "complaints.see", "POST": "complaints.tell"}

    @extend_schema(operation_id="complaints_messages", responses=MessageSerializer(many=True))
    def get(self, request: Request, complaint_id: int) -> Response:
        """All of it, the first first."""
        complaint = self._complaint(complaint_id, verb="complaints.see")
        return Response(MessageSerializer(complaint.messages.select_related("delivery"), many=True).data)

    @extend_schema(
        operation_id="complaints_say",
        request=SayingSerializer,
        responses={201: MessageSerializer},
    )
    def post(self, request: Request, complaint_id: int) -> Response:
        """Answer the customer: it leaves at once, and the first answer stops the clock of the reply.

        ``key`` makes it once; an Idempotency-Key is not looked at, since the text would be kept with it in the clear.
        """
        complaint = self._complaint(complaint_id, verb="complaints.tell")
        sent = SayingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        message = say_to_customer(complaint.pk, Saying(**sent.validated_data), by=self.scope, at=timezone.now())
        return Response(MessageSerializer(message).data, status=201)

    def _complaint(self, complaint_id: int, *, verb: str) -> Complaint:
        return get_object_or_404(Complaint.objects.within(self.scope, verb=verb).only("pk"), pk=complaint_id)
