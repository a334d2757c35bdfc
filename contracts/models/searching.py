from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract


class SearchText(models.Model):
    """A text that can be searched, once however many contracts say it; most clauses are those of a form.

    ``folded`` and ``grams`` are what :mod:`foundation.searching` makes of ``zh`` and ``en``.
    """

    digest = models.CharField(max_length=64, unique=True)
    zh = models.TextField(blank=True)
    en = models.TextField(blank=True)
    folded = models.TextField()
    grams = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("searchable text")
        verbose_name_plural = _("searchable texts")
        indexes: ClassVar = [GinIndex(fields=["grams"], name="search_text_grams")]

    def __str__(self) -> str:
        return self.digest


class Piece(models.TextChoices):
    """What a text is in its contract; in this order it is shown where it was found."""

    HEAD = "head", _("Number and title")
    PARTY = "party", _("Party")
    CLAUSE = "clause", _("Clause")
    TERM = "term", _("Term")
    ANNEX = "annex", _("Annex")
    NOTICE = "notice", _("Notice")


class SearchPlace(models.Model):
    """Where a contract says a text. ``anchor``: the number of the clause, name of the term, code of the annex, id."""

    # Each leads one of the two indexes below; a third and fourth would only cost.
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="search_places", db_index=False)
    text = models.ForeignKey(SearchText, models.PROTECT, related_name="places", db_index=False)
    piece = models.CharField(max_length=8, choices=Piece.choices)
    position = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("place of a text")
        verbose_name_plural = _("places of texts")
        ordering: ClassVar = ["contract", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "position"], name="search_place_once"),
            models.CheckConstraint(condition=Q(piece__in=Piece.values), name="search_pieces"),
        ]
        indexes: ClassVar = [models.Index(fields=["text", "contract"], name="search_place_of_text")]

    def __str__(self) -> str:
        return f"{self.piece} {self.anchor}"
