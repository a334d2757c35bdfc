"""Complaints as JSON. Serializers check shape alone; what is allowed, the domain says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers

from complaints.domain.customer.addresses import LONGEST_ADDRESS, LONGEST_NAME
from complaints.domain.intake.logging import LONGEST_STORY
from complaints.domain.stages.transitions import MAY_DO
from complaints.models import WRITTEN_DOWN, Channel, Clock, Complaint, ContactKind, Gravity, Stage, Subject


class ClockSerializer(serializers.Serializer[Any]):
    """One clock: until when, who answers for it, and how it ended (``outcome`` is null while it is open)."""

    name = serializers.CharField()
    cycle = serializers.IntegerField()
    owner = serializers.IntegerField(source="deadline.owner_id")
    started_at = serializers.DateTimeField(source="deadline.started_at")
    due_at = serializers.DateTimeField(source="deadline.due_at")
    outcome = serializers.CharField(source="deadline.outcome", allow_null=True)
    done_at = serializers.DateTimeField(source="deadline.done_at", allow_null=True)
    obligation = serializers.IntegerField(source="obligation_id", allow_null=True)


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """A complaint and where it stands; ``client_id`` is null for what a customer sent themself."""

    client_id = serializers.UUIDField(read_only=True, allow_null=True)
    number = serializers.CharField(read_only=True)
    clocks = ClockSerializer(many=True, read_only=True, source="all_clocks")

    class Meta:
        model = Complaint
        fields = (
            "id",
            "number",
            "client_id",
            "venue",
            "room",
            "contract",
            "channel",
            "subject",
            "gravity",
            "level",
            "what_happened",
            "concerns",
            "state",
            "cycle",
            "emergency_at",
            "merged_into",
            "responsible",
            "logged_by",
            "happened_at",
            "logged_at",
            "received_at",
            "urgent_at",
            "closed_at",
            "clocks",
        )
        read_only_fields = fields


class ContactSerializer(serializers.Serializer[Any]):
    """How the customer can be reached. It is kept enciphered and never given out over REST."""

    kind = serializers.ChoiceField(ContactKind.choices)
    address = serializers.CharField(max_length=LONGEST_ADDRESS)
    name = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True, default="")
    language = serializers.ChoiceField(settings.LANGUAGES, default=settings.LANGUAGE_CODE)


class NewComplaintSerializer(serializers.Serializer[Any]):
    """What is sent to log a complaint. ``client_id`` sent twice is logged once.

    ``logged_at`` is when it was written down, for what is sent later; ``happened_at`` is left out for the same moment.
    """

    client_id = serializers.UUIDField()
    venue = serializers.IntegerField(min_value=1)
    room = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    subject = serializers.ChoiceField(Subject.choices)
    gravity = serializers.ChoiceField(Gravity.choices)
    channel = serializers.ChoiceField(WRITTEN_DOWN, default=Channel.IN_PERSON.value)
    what_happened = serializers.CharField(max_length=LONGEST_STORY, allow_blank=True, default="")
    concerns = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    happened_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    logged_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    contact = ContactSerializer(required=False, allow_null=True, default=None)


class StepSerializer(serializers.Serializer[Any]):
    """One step of the handling. ``level`` (1 to 3) belongs to ``classify``, which may also correct the gravity, as
    ``regrade`` does; ``was_known`` says with ``regrade`` that it was known to be major; ``into`` is the complaint into
    which ``merge`` puts this one.
    """

    verb = serializers.ChoiceField(sorted(MAY_DO))
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    level = serializers.IntegerField(min_value=1, max_value=3, required=False, allow_null=True, default=None)
    gravity = serializers.ChoiceField(Gravity.choices, required=False, allow_null=True, default=None)
    was_known = serializers.BooleanField(required=False, default=False)
    into = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class FilterSerializer(serializers.Serializer[Any]):
    """How the list may be narrowed."""

    venue = serializers.IntegerField(min_value=1, required=False)
    state = serializers.ChoiceField(Stage.choices, required=False)
    gravity = serializers.ChoiceField(Gravity.choices, required=False)
    is_open = serializers.BooleanField(required=False, allow_null=True, default=None)


NEW_COMPLAINT: Final = NewComplaintSerializer()
"""Reads any number of requests, since it keeps nothing of them; making its fields anew takes longer than using them."""


def complaint_as_json(complaint: Complaint) -> dict[str, object]:
    """What :class:`ComplaintSerializer` describes, written straight down: going through its fields took five times."""
    zone = timezone.get_current_timezone()

    def moment(at: datetime | None) -> str | None:
        return None if at is None else at.astimezone(zone).isoformat()

    return {
        "id": complaint.pk,
        "number": complaint.number,
        "client_id": str(complaint.client_id) if complaint.logged_by_id else None,
        "venue": complaint.venue_id,
        "room": complaint.room_id,
        "contract": complaint.contract_id,
        "channel": complaint.channel,
        "subject": complaint.subject,
        "gravity": complaint.gravity,
        "level": complaint.level,
        "what_happened": complaint.what_happened,
        "concerns": complaint.concerns_id,
        "state": complaint.state,
        "cycle": complaint.cycle,
        "emergency_at": moment(complaint.emergency_at),
        "merged_into": complaint.merged_into_id,
        "responsible": complaint.responsible_id,
        "logged_by": complaint.logged_by_id,
        "happened_at": moment(complaint.happened_at),
        "logged_at": moment(complaint.logged_at),
        "received_at": moment(complaint.received_at),
        "urgent_at": moment(complaint.urgent_at),
        "closed_at": moment(complaint.closed_at),
        "clocks": [_clock_as_json(clock, moment) for clock in complaint.all_clocks],
    }


def _clock_as_json(clock: Clock, moment: Callable[[datetime | None], str | None]) -> dict[str, object]:
    deadline = clock.deadline
    return {
        "name": clock.name,
        "cycle": clock.cycle,
        "owner": deadline.owner_id,
        "started_at": moment(deadline.started_at),
        "due_at": moment(deadline.due_at),
        "outcome": deadline.outcome,
        "done_at": moment(deadline.done_at),
        "obligation": clock.obligation_id,
    }
