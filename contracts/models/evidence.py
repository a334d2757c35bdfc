from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.breaches import Breach
from contracts.models.contracts import Contract
from contracts.models.days import is_known
from contracts.models.saying import Said
from foundation.models import StoredFile
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class EvidencePackQuerySet(models.QuerySet["EvidencePack"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The packs of parties for which the person may do ``verb``.

        A pack holds what its maker may see. Hence who works in some venues only has their own, and the other side none.
        """
        if scope.is_system:
            return self.all()
        hats = scope.hats_for(verb)
        everywhere = [hat.party_id for hat in hats if not hat.venue_ids]
        own = Q(party__in=[hat.party_id for hat in hats], person=scope.user_id)
        return self.filter(Q(party__in=everywhere) | own)


class EvidencePack(Said, models.Model):
    """What a side asked to have put together as evidence, and the file that came of it. Kept for good.

    It is about the ``breaches`` chosen or, without any, about all that was due or happened from ``first_day`` to
    ``last_day``. ``reason`` stays with the side that asked, and is no part of the file. ``person`` is whose eyes decide
    what may be in it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="evidence_packs")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    breaches = models.ManyToManyField(Breach, related_name="+", verbose_name=_("breaches"))
    first_day = models.DateField(_("first day"), null=True)
    last_day = models.DateField(_("last day"), null=True)
    reason = models.TextField(_("what for"), max_length=500)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, editable=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", null=True, editable=False)

    objects = EvidencePackQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            is_known("first_day", "last_day", name="pack_days_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="pack_says_what_for"),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day")),
                name="pack_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, file=None)
                | Q(made_at__isnull=False, made_at__gte=F("asked_at"), file__isnull=False),
                name="pack_made_with_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} #{self.pk}"

    @property
    def is_made(self) -> bool:
        return self.file_id is not None

    @property
    def job_key(self) -> str:
        """The key of the job that makes it."""
        return f"evidence-pack:{self.pk}"
