from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import covering
from contracts.models.signing import SignatureRequest
from parties.domain.circles import party_condition

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class SignerQuestionQuerySet(models.QuerySet["SignerQuestion"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Questions put to the party for which the person may do ``verb`` (the provider), and that party's own."""
        sides = ["request__version__contract__party_b", "request__party"]
        at_venues = partial(covering, path="request__version__contract")
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=at_venues))


class SignerQuestion(models.Model):
    """What a signer asks the account manager before signing. Append-only."""

    request = models.ForeignKey(SignatureRequest, models.PROTECT, related_name="questions")
    text = models.TextField(_("question"), max_length=1000)
    asked_at = models.DateTimeField()

    objects = SignerQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("signer's question")
        verbose_name_plural = _("signers' questions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="question_asks_something")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "answer")


class SignerAnswer(models.Model):
    """The provider's answer to a signer's question; it is mailed to the signer. Append-only."""

    question = models.OneToOneField(SignerQuestion, models.PROTECT, related_name="answer")
    text = models.TextField(_("answer"), max_length=2000)
    answered_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("answer to a signer")
        verbose_name_plural = _("answers to signers")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="answer_says_something")]
