from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The templates of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class ReplyTemplate(models.Model):
    """A reply that a party keeps ready, in up to three languages; one that is empty falls back on the first."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="reply_templates")
    name = models.CharField(_("name"), max_length=60)
    zh_hans = models.TextField(_("Simplified Chinese"), max_length=1000)
    zh_hant = models.TextField(_("Traditional Chinese"), max_length=1000, blank=True)
    en = models.TextField(_("English"), max_length=1000, blank=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "name"], condition=models.Q(retired_at=None), name="reply_template_name_once"
            ),
            models.CheckConstraint(condition=~models.Q(zh_hans="") & ~models.Q(name=""), name="reply_template_says"),
        ]

    def __str__(self) -> str:
        return self.name
