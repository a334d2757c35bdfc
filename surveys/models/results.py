from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from surveys.models.waves import Wave


class WaveResult(models.Model):
    """The figures of a counted wave; whatever is shown, printed or exported of it comes from here. Append-only.

    ``figures`` as formulas of ``formula_version`` give them (docs/methods.md); ``sha256`` of their canonical text.
    """

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="result")
    formula_version = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("survey", "result")
        verbose_name_plural = pgettext_lazy("survey", "results")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="wave_result_hash_is_hex"),
            models.CheckConstraint(condition=Q(formula_version__gte=1), name="wave_result_names_its_formula"),
        ]
