"""The trace over REST."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.serializers import TraceSerializer
from billing.domain.trace import trace_invoice
from billing.models import Invoice
from parties.api.views import DecidedView


class TraceView(DecidedView):
    """From each line of an invoice back to the page of the signed PDF, every link checked again."""

    verbs: ClassVar[dict[str, str]] = {"GET": "trace.see"}

    @extend_schema(operation_id="trace_invoice", responses=TraceSerializer(many=True))
    def get(self, request: Request, invoice_no: str) -> Response:
        """The traces of all lines, in their order. A number outside the caller's scope is 404."""
        invoice = get_object_or_404(Invoice.objects.within(self.scope, verb="trace.see"), number=invoice_no)
        return Response([trace.as_json() for trace in trace_invoice(invoice, at=timezone.now())])
