"""Expense claims as JSON. Serializers check shape alone; what is allowed, the domain says."""

from typing import Any

from rest_framework import serializers

from complaints.domain.costs.claims import LONGEST_PURPOSE, MOST_LINES
from complaints.domain.costs.deciding import LONGEST_NOTE
from complaints.domain.costs.lifecycle import DECIDING, OWN_VERBS
from complaints.models import ClaimLine, ClaimState, CostKind, ExpenseClaim
from foundation.accepted_files import MOST_FILES


class LineSerializer(serializers.ModelSerializer[ClaimLine]):
    """One thing that was paid: on which day, what, and how much in yuan."""

    class Meta:
        model = ClaimLine
        fields = ("spent_date", "text", "amount")


class ReceiptSerializer(serializers.Serializer[Any]):
    """A paper, known by the SHA-256 of its content."""

    name = serializers.CharField(source="file.name")
    sha256 = serializers.CharField(source="file.sha256")


class ClaimSerializer(serializers.ModelSerializer[ExpenseClaim]):
    """A claim. ``amount`` in yuan is the sum of its lines since it was handed in; ``month`` is where it counts."""

    number = serializers.CharField(read_only=True)
    month = serializers.CharField(read_only=True, allow_null=True)
    lines = LineSerializer(many=True, read_only=True)
    receipts = ReceiptSerializer(many=True, read_only=True)

    class Meta:
        model = ExpenseClaim
        fields = (
            "id",
            "number",
            "party",
            "venue",
            "contract",
            "complaint",
            "kind",
            "purpose",
            "state",
            "amount",
            "overrun",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "month",
            "lines",
            "receipts",
        )
        read_only_fields = fields


class NewClaimSerializer(serializers.Serializer[Any]):
    """What is sent to begin a claim."""

    venue = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(CostKind.choices)
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE)
    complaint = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    lines = serializers.ListField(child=LineSerializer(), min_length=1, max_length=MOST_LINES)


class ReceiptsSerializer(serializers.Serializer[Any]):
    """Papers, several at once."""

    receipts = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=MOST_FILES)


class ClaimStepSerializer(serializers.Serializer[Any]):
    """One step of a claim; ``note`` is needed to reject, and to approve what goes beyond a budget."""

    verb = serializers.ChoiceField(sorted(OWN_VERBS | DECIDING))
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")


class ClaimFilterSerializer(serializers.Serializer[Any]):
    """How the list may be narrowed."""

    state = serializers.ChoiceField(ClaimState.choices, required=False)
    venue = serializers.IntegerField(min_value=1, required=False)
    complaint = serializers.IntegerField(min_value=1, required=False)
