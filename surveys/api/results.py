"""The results of a counted wave over REST, to be read: the figures as they are kept, with their hash and verdicts."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from parties.api.views import DecidedView
from surveys.domain.results.judging import judgements_of
from surveys.domain.results.reading import result_of
from surveys.models import Wave


class JudgementSerializer(serializers.Serializer[Any]):
    """An index beside the contract's target: ``index`` and ``level`` in per cent."""

    index = serializers.CharField()
    value = serializers.DecimalField(max_digits=7, decimal_places=4)
    low = serializers.DecimalField(max_digits=7, decimal_places=4)
    high = serializers.DecimalField(max_digits=7, decimal_places=4)
    level = serializers.DecimalField(max_digits=9, decimal_places=4)
    verdict = serializers.CharField()


class ResultSerializer(serializers.Serializer[Any]):
    """``figures``: what is kept of the wave, whose canonical text ``sha256`` covers (``docs/methods.md``)."""

    wave = serializers.IntegerField()
    counted_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    figures = serializers.JSONField()
    judgements = JudgementSerializer(many=True)


class WaveResults(DecidedView):
    """The results of one wave."""

    verbs: ClassVar[dict[str, str]] = {"GET": "surveys.results"}

    @extend_schema(operation_id="wave_results_read", responses=ResultSerializer)
    def get(self, request: Request, wave_id: int) -> Response:
        """Read the results; 404 until the wave is counted."""
        rows = Wave.objects.within(self.scope, verb=self.verbs["GET"])
        wave = get_object_or_404(rows.select_related("contract", "version", "party"), pk=wave_id)
        result = result_of(wave)
        if result is None:
            raise Http404
        judged = [
            {
                "index": each.formula.code,
                "value": each.share.percent,
                "low": each.share.low,
                "high": each.share.high,
                "level": each.level,
                "verdict": str(each.verdict.value),
            }
            for each in judgements_of(result, at=timezone.now())
        ]
        found = {"wave": wave.pk, "counted_at": result.counted_at, "sha256": result.sha256, "figures": result.kept}
        return Response(ResultSerializer(found | {"judgements": judged}).data)
