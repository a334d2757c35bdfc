"""What is kept of a wave's answers beside the answers: that they were opened once, and how their texts are read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.waves import Wave


class Opening(models.Model):
    """That the answers of a closed wave were opened, once, and how many there were. Append-only.

    ``destroyed`` are those of which there were too few for any figure. Of the moment the day alone is kept.
    """

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="opening", primary_key=True)
    opened_date = models.DateField()
    drawn = models.PositiveIntegerField()
    free = models.PositiveIntegerField()
    destroyed = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("opening of answers")
        verbose_name_plural = _("openings of answers")


class TextKey(models.Model):
    """The key under which the free texts of an opened wave rest, itself under the key of the house.

    A key of their own, so that the texts stay as they are when the house changes its secret. ``house_key`` names that.
    """

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="text_key", primary_key=True)
    wrapped = models.BinaryField(editable=False)
    house_key = models.CharField(max_length=40, db_index=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(wrapped=b""), name="text_key_is_there")]


class OpenTicket(models.Model):
    """That a form of an open door was sent: sent again, it is no second answer. Append-only.

    Of the number that the form was given only a hash is kept, and of the moment the day.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="tickets", db_index=False)
    form_hash = models.CharField(max_length=64, editable=False)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "form_hash"], name="open_ticket_once"),
            models.CheckConstraint(condition=Q(form_hash__regex="^[0-9a-f]{64}$"), name="open_ticket_is_hashed"),
        ]
