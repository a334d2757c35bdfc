"""Answers: sealed while their wave runs, nobody's once it is closed. None of these tables is audited (see wiring)."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.waves import Wave

FEWEST: Final = 5
"""Answers of which figures may be shown; of fewer one could tell who said what."""


class WaveKey(models.Model):
    """The key under which the answers of a running wave rest, itself under the key of the house. Destroyed at the
    opening: then nobody can read what was sealed with it, not even in an old copy of the database."""

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="key", primary_key=True)
    wrapped = models.BinaryField(editable=False)


class PooledAnswer(models.Model):
    """A whole answer, enciphered under the wave's key and padded. It bears no moment, no door and no invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="pool")
    sealed = models.BinaryField(editable=False)


class AnswerGroup(models.Model):
    """A part of a closed wave of which figures may be shown: whole strata, with five answers at least. Append-only.

    The groups of a wave are a partition: no stratum (``ordinals``) lies in two, so that nothing smaller can be had by
    subtraction. ``frame_size`` is how many the frame had in these strata.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="groups", db_index=False)
    number = models.PositiveSmallIntegerField()
    ordinals = ArrayField(models.SmallIntegerField())
    answers = models.PositiveIntegerField()
    frame_size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("group of answers")
        verbose_name_plural = _("groups of answers")
        ordering: ClassVar = ["wave", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "number"], name="answer_group_once"),
            models.CheckConstraint(condition=Q(answers__gte=FEWEST), name="answer_group_not_too_small"),
            models.CheckConstraint(condition=Q(ordinals__len__gte=1), name="answer_group_of_strata"),
            models.CheckConstraint(condition=Q(frame_size__gte=F("answers")), name="answer_group_within_its_frame"),
        ]


class Answer(models.Model):
    """What somebody said, without what they wrote. Inserted at the opening, shuffled. Append-only.

    ``values``: key of a question → what was chosen. ``weight`` is how many of the frame it stands for. Answers that
    came by an open door (``is_drawn`` is false) belong to no group and never count for a target.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="answers")
    group = models.ForeignKey(AnswerGroup, models.PROTECT, related_name="members", null=True)
    is_drawn = models.BooleanField()
    values = models.JSONField()
    weight = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta:
        verbose_name = pgettext_lazy("survey", "answer")
        verbose_name_plural = pgettext_lazy("survey", "answers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_drawn=True, group__isnull=False) | Q(is_drawn=False, group=None),
                name="answer_drawn_has_group",
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="answer_weighs_something"),
        ]


class AnswerText(models.Model):
    """What somebody wrote, under the key of the house, with no way to the rest of their answer. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="texts")
    question = models.CharField(max_length=40)
    text_enciphered = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("text of an answer")
        verbose_name_plural = _("texts of answers")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(question=""), name="answer_text_of_a_question"),
        ]
