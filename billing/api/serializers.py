"""The shape of a trace in the REST description."""

from rest_framework import serializers

from billing.domain.trace_links import Kind


class LinkSerializer(serializers.Serializer[None]):
    """One link; its facts depend on its kind."""

    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind])
    id = serializers.IntegerField(allow_null=True)
    facts = serializers.DictField()
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of what does not hold; empty: all holds"
    )


class TraceSerializer(serializers.Serializer[None]):
    """The chain of one invoice line."""

    invoice = serializers.CharField()
    line = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    whole = serializers.BooleanField(help_text="Whether every link holds")
    links = LinkSerializer(many=True)
