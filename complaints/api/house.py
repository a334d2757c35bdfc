"""The limits of a house over REST: read, and set for steps that start from now on."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.domain.clocks.house import MOST_HOURS, HouseLimit, limits_of, set_limits
from complaints.domain.clocks.rules import CLOCK
from complaints.models import Counting
from parties.api.views import DecidedView
from parties.domain.opening import VERB
from parties.models import Venue


class LimitSerializer(serializers.Serializer[Any]):
    """The limit of one step: how many hours (0: none), and which hours are counted."""

    clock = serializers.ChoiceField(sorted(CLOCK))
    hours = serializers.IntegerField(min_value=0, max_value=MOST_HOURS)
    counts = serializers.ChoiceField(Counting.choices, default=Counting.CALENDAR.value)


class HouseLimits(DecidedView):
    """The limits that act at a venue where no contract runs."""

    verbs: ClassVar[dict[str, str]] = {"GET": VERB, "PUT": VERB}

    @extend_schema(operation_id="house_limits_read", responses=LimitSerializer(many=True))
    def get(self, request: Request, venue_id: int) -> Response:
        """Every clock of the product with its limit."""
        return Response(_as_json(self._venue(venue_id).pk))

    @extend_schema(
        operation_id="house_limits_set", request=LimitSerializer(many=True), responses=LimitSerializer(many=True)
    )
    def put(self, request: Request, venue_id: int) -> Response:
        """Set some or all. What is not named stays; sent twice it is set once; running clocks keep theirs."""
        venue = self._venue(venue_id)
        sent = LimitSerializer(data=request.data, many=True)
        sent.is_valid(raise_exception=True)
        wanted = {each["clock"]: HouseLimit(each["hours"], each["counts"]) for each in sent.validated_data}
        set_limits(venue.pk, wanted, by=self.scope, at=timezone.now())
        return Response(_as_json(venue.pk))

    def _venue(self, venue_id: int) -> Venue:
        """One of one's own party: a provider sets no rules of its client's house."""
        own = Venue.objects.within(self.scope, verb=VERB).filter(party__in=self.scope.parties_for(VERB))
        return get_object_or_404(own, pk=venue_id)


def _as_json(venue_id: int) -> list[dict[str, object]]:
    limits = limits_of(venue_id).items()
    return [{"clock": name, "hours": limit.hours, "counts": limit.counts} for name, limit in limits]
