"""Expense claims over REST: list them, begin one, add papers, hand in, decide."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.cost_serializers import (
    ClaimFilterSerializer,
    ClaimSerializer,
    ClaimStepSerializer,
    NewClaimSerializer,
    ReceiptsSerializer,
)
from complaints.api.views import IDEMPOTENCY_KEY, NewestFirst
from complaints.domain.costs.claims import NewClaim, Spent, add_line, add_receipts, move_own_claim, open_claim
from complaints.domain.costs.deciding import decide_claim
from complaints.domain.costs.lifecycle import DECIDING
from complaints.domain.costs.reading import readable_claims
from complaints.models import ExpenseClaim
from foundation.api.idempotency import idempotent
from parties.api.views import DecidedView
from parties.domain.scope import writing


class NewestClaims(NewestFirst):
    """50 a page, the last one begun first."""

    ordering = ("-asked_at", "-id")


class Claims(DecidedView):
    """One's own claims, and those that one's role opens."""

    verbs: ClassVar[dict[str, str]] = {"GET": "costs.read", "POST": "costs.claim"}

    @extend_schema(operation_id="claims_list", parameters=[ClaimFilterSerializer], responses=ClaimSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List claims, the newest first."""
        filters = ClaimFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        pages = NewestClaims()
        page = pages.paginate_queryset(_claims(self).filter(**filters.validated_data), request, view=self)
        return pages.get_paginated_response(ClaimSerializer(page or (), many=True).data)

    @extend_schema(
        operation_id="claims_open",
        parameters=[IDEMPOTENCY_KEY],
        request=NewClaimSerializer,
        responses={201: ClaimSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin a claim, as a draft: its papers are added before it is handed in."""
        sent = NewClaimSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said, at = sent.validated_data, timezone.now()
        first, *others = (Spent(line["spent_date"], line["text"], line["amount"]) for line in said["lines"])
        new = NewClaim(said["venue"], said["kind"], said["purpose"], said["complaint"])
        with writing(self.scope):
            claim = open_claim(new, first, by=self.scope, at=at)
            for spent in others:
                add_line(claim.pk, spent, by=self.scope, at=at)
        location = f"{request.path}{claim.pk}/"  # where ``OneClaim`` answers
        return Response(_as_json(self, claim.pk), status=201, headers={"Location": location})


class OneClaim(DecidedView):
    """One claim."""

    verbs: ClassVar[dict[str, str]] = {"GET": "costs.read"}

    @extend_schema(operation_id="claims_read", responses=ClaimSerializer)
    def get(self, request: Request, claim_id: int) -> Response:
        """Read it, with its lines and the hashes of its papers."""
        return Response(_as_json(self, claim_id))


class Receipts(DecidedView):
    """The papers of one's own draft."""

    verbs: ClassVar[dict[str, str]] = {"POST": "costs.claim"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="claims_receipts",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": ReceiptsSerializer},
        responses={201: ClaimSerializer},
    )
    @idempotent
    def post(self, request: Request, claim_id: int) -> Response:
        """Add papers, all or none: PDF, JPEG or PNG. One paper pays once, whoever hands it in again."""
        own = ExpenseClaim.objects.within(self.scope, verb="costs.claim").only("pk")
        claim = get_object_or_404(own, pk=claim_id)
        sent = ReceiptsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        add_receipts(claim.pk, sent.validated_data["receipts"], by=self.scope, at=timezone.now())
        return Response(_as_json(self, claim.pk), status=201)


class ClaimSteps(DecidedView):
    """What is done about one claim."""

    verbs: ClassVar[dict[str, str]] = {"POST": "costs.read"}

    @extend_schema(
        operation_id="claims_step",
        parameters=[IDEMPOTENCY_KEY],
        request=ClaimStepSerializer,
        responses={200: ClaimSerializer},
    )
    @idempotent
    def post(self, request: Request, claim_id: int) -> Response:
        """Hand in, take back, mend or drop one's own; approve or reject another's, within one's limit."""
        claim = get_object_or_404(_claims(self).only("pk"), pk=claim_id)
        sent = ClaimStepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        verb, note, at = sent.validated_data["verb"], sent.validated_data["note"], timezone.now()
        if verb in DECIDING:
            decide_claim(claim.pk, verb, note=note, by=self.scope, at=at)
        else:
            move_own_claim(claim.pk, verb, by=self.scope, at=at)
        return Response(_as_json(self, claim.pk))


def _claims(view: DecidedView) -> QuerySet[ExpenseClaim]:
    return readable_claims(view.scope)


def _as_json(view: DecidedView, claim_id: int) -> Any:
    claims = _claims(view).prefetch_related("lines", "receipts__file")
    return ClaimSerializer(get_object_or_404(claims, pk=claim_id)).data
