"""Waves of surveys over REST, to be read: where each stands, and how it was drawn; nobody's name, no answer."""

from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from parties.api.views import DecidedView
from surveys.domain.waves.counts import counts_of
from surveys.models import Stratum, Wave, WaveState

MOST: Final = 500


class CountsSerializer(serializers.Serializer[Any]):
    """Places in the sample by what became of them; ``rate``: answers per cent of all who were asked."""

    asked = serializers.IntegerField()
    drawn = serializers.IntegerField()
    sent = serializers.IntegerField()
    answered = serializers.IntegerField()
    refused = serializers.IntegerField()
    unreachable = serializers.IntegerField()
    replaced = serializers.IntegerField()
    lapsed = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class StratumSerializer(serializers.ModelSerializer[Stratum]):
    """A part of the frame, and how many of it were drawn."""

    class Meta:
        model = Stratum
        fields = ("ordinal", "venue", "tier", "frame_size", "deviation", "allocated")
        read_only_fields = fields


class WaveSerializer(serializers.ModelSerializer[Wave]):
    """A wave. ``seed``, ``frame_hash`` and the strata are empty until its sample is drawn."""

    class Meta:
        model = Wave
        fields = (
            "id",
            "party",
            "contract",
            "name",
            "state",
            "first_day",
            "last_day",
            "opens_at",
            "closes_at",
            "frame",
            "method",
            "margin_percent",
            "wanted_size",
            "response_percent",
            "seed",
            "frame_hash",
            "frame_size",
            "sample_size",
        )
        read_only_fields = fields


class WholeWaveSerializer(WaveSerializer):
    """The same with its strata, and with how far it is."""

    strata = StratumSerializer(many=True, read_only=True)
    counts = serializers.SerializerMethodField()

    class Meta(WaveSerializer.Meta):
        fields = (*WaveSerializer.Meta.fields, "strata", "counts")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(CountsSerializer)
    def get_counts(self, wave: Wave) -> Any:
        """One question."""
        return CountsSerializer(counts_of(wave)).data


class WaveFilterSerializer(serializers.Serializer[Any]):
    """How the list may be narrowed."""

    contract = serializers.IntegerField(min_value=1, required=False)
    state = serializers.ChoiceField(choices=WaveState.choices, required=False)


class Waves(DecidedView):
    """All waves in the caller's reach."""

    verbs: ClassVar[dict[str, str]] = {"GET": "surveys.see"}

    @extend_schema(operation_id="waves_list", parameters=[WaveFilterSerializer], responses=WaveSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List waves, the latest period first; 500 at most."""
        filters = WaveFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        rows = _waves(self).filter(**filters.validated_data)[:MOST]
        return Response(WaveSerializer(rows, many=True).data)


class OneWave(DecidedView):
    """One wave."""

    verbs: ClassVar[dict[str, str]] = {"GET": "surveys.see"}

    @extend_schema(operation_id="waves_read", responses=WholeWaveSerializer)
    def get(self, request: Request, wave_id: int) -> Response:
        """Read it with its strata and counts."""
        return Response(WholeWaveSerializer(get_object_or_404(_waves(self), pk=wave_id)).data)


def _waves(view: DecidedView) -> QuerySet[Wave]:
    return Wave.objects.within(view.scope, verb="surveys.see")
