from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.versions import UNSHARED, ContractVersion
from parties.domain.circles import party_condition
from parties.models import Party, User

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ClauseCommentQuerySet(models.QuerySet["ClauseComment"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The comments of contracts in reach: those written for both sides, and one's own side's notes.

        What was said of a version is read by who may read that version: of a draft taken back, by the provider alone.
        """
        contracts = Contract.objects.within(scope, verb=verb)
        own = party_condition(scope, verb=verb, party_paths=["party"])
        readable = ~Q(version__state__in=UNSHARED) | party_condition(
            scope, verb=verb, party_paths=["contract__party_b"]
        )
        return self.filter(own | Q(is_internal=False) & readable, contract__in=contracts)


class ClauseComment(models.Model):
    """What a person says about a clause, or about the whole contract where ``clause_number`` is empty.

    A comment is never changed; it is settled by whoever thinks that nothing more is to be said. It stays with its
    clause from version to version, whatever number that gets; ``clause_number`` is the one it had when this was said.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="comments")
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="+")
    clause_number = models.CharField(max_length=12, blank=True)
    clause_key = models.UUIDField(null=True, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    is_internal = models.BooleanField(_("only for our side"), default=False)
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    objects = ClauseCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(clause_number="", clause_key=None) | (~Q(clause_number="") & Q(clause_key__isnull=False)),
                name="comment_knows_its_clause",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, settled_at__gte=models.F("written_at")),
                name="comment_settled_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["contract", "clause_number"], name="comment_by_clause")]

    def __str__(self) -> str:
        return f"{self.clause_number} {self.text[:40]}".strip()

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
