"""Doors through which answers come that nobody was invited to by name: the code in a room, a tablet in the hall."""

from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from foundation.derived_secrets import new_nonce
from parties.domain.circles import party_condition
from parties.models import Room, Venue
from surveys.models.invitations import Invitation
from surveys.models.waves import Wave

if TYPE_CHECKING:
    from parties.domain.scope import Scope

HEX: Final = "^[0-9a-f]{64}$"


class DoorKind(models.TextChoices):
    ROOM = "room", pgettext_lazy("door of a survey", "Code in a room")
    KIOSK = "kiosk", pgettext_lazy("door of a survey", "Tablet in the house")


class DoorQuerySet(models.QuerySet["Door"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Codes in rooms of the person's own party, tablets of the waves that their side runs; who works in some
        venues, those of these venues."""

        def theirs(path: str) -> Q:
            return party_condition(
                scope, verb=verb, party_paths=[path], at_venues=lambda venue_ids: Q(venue__in=venue_ids)
            )

        return self.filter(
            (Q(kind=DoorKind.ROOM) & theirs("venue__party")) | (Q(kind=DoorKind.KIOSK) & theirs("wave__party"))
        )


class Door(models.Model):
    """A door to the surveys of a venue, open to whoever stands before it, until it is shut.

    A room's code leads to whatever wave runs at its venue; a tablet (kiosk) was put up for one wave. With
    ``asks_code`` a tablet takes one answer for each code that was handed out. Of its token only the hash is kept, and
    the random half of its making (ADR 3), so that a card can be printed again.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="survey_doors")
    kind = models.CharField(max_length=5, choices=DoorKind.choices)
    room = models.ForeignKey(Room, models.PROTECT, related_name="survey_doors", null=True)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="doors", null=True)
    asks_code = models.BooleanField(default=False)
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shut_at = models.DateTimeField(null=True)

    objects = DoorQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("survey", "door")
        verbose_name_plural = pgettext_lazy("survey", "doors")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=DoorKind.values), name="survey_door_kinds"),
            models.CheckConstraint(
                condition=Q(kind="room", room__isnull=False, wave=None, asks_code=False)
                | Q(kind="kiosk", room=None, wave__isnull=False),
                name="survey_door_leads_somewhere",
            ),
            models.UniqueConstraint(
                fields=["room"], condition=Q(shut_at=None, kind="room"), name="survey_door_one_a_room"
            ),
            models.CheckConstraint(condition=Q(("token_hash__regex", HEX)), name="survey_door_is_hashed"),
            models.CheckConstraint(condition=Q(nonce__regex=HEX), name="survey_door_is_random"),
            models.CheckConstraint(
                condition=Q(shut_at=None) | Q(shut_at__gte=F("made_at")), name="survey_door_times_in_order"
            ),
        ]


class DoorCode(models.Model):
    """A code on a slip of paper, good for one answer at a wave's tablets.

    With an ``invitation`` it was handed to somebody who was drawn, and uses that up; without one nobody writes down
    who got it. Too short not to be guessed by a machine, so the hash is keyed, and tries are counted at the door.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="door_codes", db_index=False)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="door_codes", null=True)
    code_hash = models.CharField(max_length=64, editable=False)
    used_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "code_hash"], name="door_code_once"),
            models.CheckConstraint(condition=Q(code_hash__regex=HEX), name="door_code_is_hashed"),
        ]
