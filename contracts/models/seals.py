from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.models import StoredFile
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class PartySealQuerySet(models.QuerySet["PartySeal"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The seals of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))

    def in_use(self) -> Self:
        """Those that can still be put under a contract."""
        return self.filter(retired_at=None)


class PartySeal(models.Model):
    """A picture of a party's own seal, kept for signing: ink on nothing, its paper cut away.

    A retired one is kept, because contracts carry it; it can no longer be chosen.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="seals")
    name = models.CharField(_("name of the seal"), max_length=60)
    picture = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = PartySealQuerySet.as_manager()

    class Meta:
        verbose_name = _("registered seal")
        verbose_name_plural = _("registered seals")
        ordering: ClassVar = ["party", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "name"], condition=Q(retired_at=None), name="seal_name_once"),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(retired_at__gte=F("added_at")), name="seal_retired_after_added"
            ),
        ]

    def __str__(self) -> str:
        return self.name
