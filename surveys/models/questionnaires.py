from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope

LANGUAGES: tuple[str, ...] = ("zh-hans", "zh-hant", "en")
"""In which a questionnaire may be put; the first one it has is what it falls back to."""


class Purpose(models.TextChoices):
    """What a questionnaire is for; a contract's survey is measured against its targets."""

    CONTRACT = "contract", pgettext_lazy("questionnaire", "Survey of a contract")
    HANDLING = "handling", pgettext_lazy("questionnaire", "After a complaint")
    TRAINING = "training", pgettext_lazy("questionnaire", "After a training")
    PROMOTION = "promotion", pgettext_lazy("questionnaire", "After a promotion")
    STAFF = "staff", pgettext_lazy("questionnaire", "Staff survey")


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the parties for which the person may do ``verb``. The other side of a contract sees the version
        that a wave asks with, on the wave."""
        return self.all() if scope.is_system else self.filter(party__in=scope.parties_for(verb))


class Questionnaire(models.Model):
    """What a party asks its customers or its staff 问卷, through all its versions."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="questionnaires")
    name = models.CharField(_("name"), max_length=60)
    purpose = models.CharField(pgettext_lazy("questionnaire", "what it is for"), max_length=9, choices=Purpose.choices)
    is_archived = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "name"], condition=Q(is_archived=False), name="questionnaire_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="questionnaire_has_name"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="questionnaire_purposes"),
        ]

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(models.Model):
    """One wording of a questionnaire. Once frozen it never changes: the next wording is a copy with the next number.

    ``definition`` is read and checked by :mod:`surveys.domain.designing.definition`; ``frozen_hash`` is the SHA-256 of
    its canonical text.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    languages = ArrayField(models.CharField(max_length=7))
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    frozen_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("questionnaire", "version")
        verbose_name_plural = pgettext_lazy("questionnaire", "versions")
        ordering: ClassVar = ["questionnaire", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(frozen_at=None), name="questionnaire_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="questionnaire_version_from_one"),
            models.CheckConstraint(
                condition=Q(languages__len__gte=1, languages__contained_by=list(LANGUAGES)),
                name="questionnaire_languages",
            ),
            models.CheckConstraint(condition=Q(definition__has_key="sections"), name="questionnaire_has_sections"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_hash="", frozen_by=None)
                | Q(frozen_at__isnull=False, frozen_hash__regex="^[0-9a-f]{64}$"),
                name="questionnaire_frozen_with_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None
