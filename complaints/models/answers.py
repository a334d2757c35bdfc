"""What the house tells the customer in writing, and what the customer thinks of the handling."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from foundation.models import StoredFile
from surveys.models import QuestionnaireVersion

STARS = range(1, 6)


class WrittenAnswer(models.Model):
    """A written answer (书面答复) as it was issued: its words and its PDF, whose hash is kept. Append-only.

    A correction is a further answer with the next number. It never names the customer: what is printed stays readable
    for good, what is known of the customer does not.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="written_answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("answer"), max_length=4000)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("written answer")
        verbose_name_plural = _("written answers")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "number"], name="written_answer_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="written_answer_numbers"),
            models.CheckConstraint(condition=~Q(text=""), name="written_answer_says_something"),
        ]


class HandlingRating(models.Model):
    """What the customer thinks of the handling: one to five stars, said once. Append-only.

    Where the house asks with a questionnaire of its own (``version``), ``answers`` holds what was answered, and the
    stars are its question on satisfaction.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField(_("stars"))
    words = models.CharField(max_length=500, blank=True)
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+", null=True)
    answers = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating of the handling")
        verbose_name_plural = _("ratings of the handling")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_stars"),
            models.CheckConstraint(
                condition=Q(version=None, answers__isnull=True) | Q(version__isnull=False, answers__isnull=False),
                name="rating_answers_a_version",
            ),
        ]
