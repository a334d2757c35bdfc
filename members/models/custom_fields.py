from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class FieldKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("kind of field", "Text")
    NUMBER = "number", pgettext_lazy("kind of field", "Number")
    DATE = "date", pgettext_lazy("kind of field", "Date")
    CHOICE = "choice", pgettext_lazy("kind of field", "One of a list")
    YES_NO = "yes_no", pgettext_lazy("kind of field", "Yes or no")


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The fields of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class CustomField(models.Model):
    """Something that a party wants to know of its members beyond what every KTV does. Never removed, only retired."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="member_fields")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=FieldKind.choices)
    choices = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("choices"))
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "name"], name="member_field_once_per_party"),
            models.CheckConstraint(condition=~Q(name=""), name="member_field_has_name"),
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="member_field_kinds"),
            models.CheckConstraint(
                condition=(Q(kind=FieldKind.CHOICE) & ~Q(choices=[])) | (~Q(kind=FieldKind.CHOICE) & Q(choices=[])),
                name="member_field_choices_where_chosen",
            ),
        ]
