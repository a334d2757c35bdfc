"""Files from which members or bills are taken over, row by row; what is in them rests enciphered, and not for long."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.models import StoredFile
from members.models.members import Member
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ImportKind(models.TextChoices):
    MEMBERS = "members", pgettext_lazy("import", "Members")
    BILLS = "bills", pgettext_lazy("import", "Bills")


class ImportState(models.TextChoices):
    """Stopped: the file cannot be read, ``reason`` says why. Dropped: given up by a person."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be chosen")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "To be confirmed")
    LOADING = "loading", pgettext_lazy("import", "Being taken over")
    DONE = "done", pgettext_lazy("import", "Taken over")
    STOPPED = "stopped", pgettext_lazy("import", "Stopped")
    DROPPED = "dropped", pgettext_lazy("import", "Given up")


class RowOutcome(models.TextChoices):
    """What a row does, or did; waiting until it was looked at."""

    WAITING = "", pgettext_lazy("row of an import", "Waiting")
    NEW = "new", pgettext_lazy("row of an import", "New")
    CHANGED = "changed", pgettext_lazy("row of an import", "Changed")
    SAME = "same", pgettext_lazy("row of an import", "Same as before")
    REJECTED = "rejected", pgettext_lazy("row of an import", "Rejected")


class ImportQuerySet(models.QuerySet["Import"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The imports of the parties for which the person may do ``verb``: who works in some venues sees those into
        one of them."""
        return self.filter(
            party_condition(scope, verb=verb, party_paths=["party"], at_venues=lambda venue_ids: Q(venue__in=venue_ids))
        )


class Import(models.Model):
    """A file that a person sent to have members or bills taken over from it.

    The file and its rows are enciphered under a key of their own, which rests under the key of the house and is
    destroyed after a month: then nobody can read them any more. ``mapping`` says what the columns hold, by their place.
    ``rows_done`` counts on while it is checked, and again while it is taken over. ``venue`` is where new members are at
    home, or where the bills were paid.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", verbose_name=_("venue"))
    kind = models.CharField(max_length=7, choices=ImportKind.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    file_kind = models.CharField(max_length=4)
    key_enciphered = models.BinaryField(null=True, editable=False)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.UPLOADED)
    reason = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_kinds"),
            models.CheckConstraint(condition=Q(file_kind__in=["csv", "xlsx"]), name="import_file_kinds"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_states"),
            models.CheckConstraint(condition=Q(rows=None) | Q(rows_done__lte=F("rows")), name="import_rows_within"),
            models.CheckConstraint(
                condition=Q(state__in=["loading", "done"], confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state__in=["loading", "done"]) & Q(confirmed_at=None, confirmed_by=None)),
                name="import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"], ended_at__isnull=False)
                | (~Q(state__in=["done", "dropped"]) & Q(ended_at=None)),
                name="import_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(key_enciphered__isnull=False) | Q(state__in=["done", "dropped"]),
                name="import_forgotten_after_its_end",
            ),
        ]

    @property
    def is_working(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.LOADING)

    @property
    def is_forgotten(self) -> bool:
        return self.key_enciphered is None


class ImportRow(models.Model):
    """One row of the file. ``values_enciphered`` are its cells. ``problems`` say why it was rejected: codes of refusals
    with the field and what fills the sentence, never what stood in the cell. ``keys`` are keyed hashes by which the
    same member is recognised in another row. ``fields`` are those that differ from what is known.
    """

    of = models.ForeignKey(Import, models.PROTECT, related_name="all_rows", db_index=False)
    number = models.PositiveIntegerField()
    values_enciphered = models.BinaryField(editable=False)
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices, default=RowOutcome.WAITING)
    problems = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    keys = ArrayField(models.CharField(max_length=64), default=list)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    is_loaded = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=RowOutcome.values), name="import_row_outcomes"),
            models.CheckConstraint(
                condition=(Q(outcome="rejected") & ~Q(problems=[])) | (~Q(outcome="rejected") & Q(problems=[])),
                name="import_row_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_loaded=False) | Q(outcome__in=["new", "changed", "same", "rejected"]),
                name="import_row_loaded_after_check",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["of", "outcome", "number"], name="import_row_by_outcome"),
            GinIndex(fields=["keys"], name="import_row_by_key"),
        ]


class ImportErasure(models.Model):
    """Somebody was erased while the import was open. ``key`` is a keyed hash of their card number, or telephone number,
    by which a row about them is recognised (see :class:`ImportRow`); it goes when the import ends."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "key"], name="import_erasure_once"),
            models.CheckConstraint(condition=Q(key__regex="^[0-9a-f]{64}$"), name="import_erasure_is_a_hash"),
        ]


class ColumnMemory(models.Model):
    """What a party said that a column holds, by the keyed hash of its heading: the next file needs no saying."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=ImportKind.choices)
    heading_hash = models.CharField(max_length=64)
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "kind", "heading_hash"], name="column_remembered_once"),
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="column_memory_kinds"),
        ]
