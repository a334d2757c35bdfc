from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.clauses import Term
from contracts.models.contracts import Contract
from contracts.models.days import are_known, is_known, local_day
from contracts.models.saying import Said, Spoken, person_in
from foundation.models import StoredFile
from parties.models import Party


class NoticeKind(models.TextChoices):
    TERMINATION = "termination", _("Notice of termination")
    FEE_CHANGE = "fee_change", _("Notice of a change of fees")
    WARNING = "warning", _("Written warning")
    DEMAND = "demand", _("Demand for performance")


class Channel(models.TextChoices):
    COURIER = "courier", _("Post or courier")
    HAND = "hand", _("By hand")
    FAX = "fax", _("Fax")
    EMAIL = "email", _("E-mail")


class NoticeState(models.TextChoices):
    GIVEN = "given", _("Given, delivery not proven")
    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Notice(Said, models.Model):
    """What one side tells the other in writing because the contract asks for it. What runs, runs from its delivery.

    Delivery is proven by a paper that was kept (``proof``), or by the other side's own word (``acknowledged_by``).
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    channel = models.CharField(_("sent by"), max_length=8, choices=Channel.choices)
    sent_date = models.DateField(_("sent on"))
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.GIVEN, editable=False)
    given_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    delivered_at = models.DateTimeField(null=True, editable=False)
    proof = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, editable=False)
    acknowledged_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            are_known("delivered_at", name="notice_delivery_known"),
            is_known("sent_date", name="notice_day_known"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kinds"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notice_channels"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_states"),
            models.CheckConstraint(condition=~Q(text=""), name="notice_says_why"),
            models.CheckConstraint(
                condition=(
                    Q(state="delivered", delivered_at__isnull=False) & (Q(proof__isnull=False) | ~Q(acknowledged_by=""))
                )
                | (~Q(state="delivered") & Q(delivered_at=None, proof=None, acknowledged_by="")),
                name="notice_delivery_is_proven",
            ),
            # One side alone cannot make a notice work before the other side was told of it.
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(delivered_at__gte=F("given_at")), name="notice_told_before_delivery"
            ),
            models.CheckConstraint(condition=Q(sent_date__lte=local_day("given_at")), name="notice_sent_before_given"),
            # A side says once that it wants to end the contract, until it takes that back.
            models.UniqueConstraint(
                fields=["contract", "party"],
                condition=Q(kind="termination", state__in=["given", "delivered"]),
                name="notice_one_termination",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.party}"

    @property
    def acknowledged_by_name(self) -> str:
        """Who said for the other side that it arrived."""
        return person_in(self.acknowledged_by)

    @property
    def is_given(self) -> bool:
        """Whether its delivery is still to be proven."""
        return self.state == NoticeState.GIVEN

    @property
    def is_delivered(self) -> bool:
        return self.state == NoticeState.DELIVERED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == NoticeState.WITHDRAWN


class NoticeStatement(Spoken, models.Model):
    """What a side said or did about a notice. Append-only."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {
        "prove": _("Delivery proven"),
        "acknowledge": _("Receipt acknowledged"),
        "agree": _("Agreed"),
        "contest": _("Contested"),
        "withdraw": _("Withdrawn"),
    }

    class Meta:
        verbose_name = _("statement on a notice")
        verbose_name_plural = _("statements on notices")
        ordering: ClassVar = ["pk"]


class Ground(models.TextChoices):
    SERIOUS_BREACH = "serious_breach", _("The other side's serious breach")
    FORCE_MAJEURE = "force_majeure", _("Force majeure, and the other side agrees")
    AGREEMENT = "agreement", _("The other side agrees")
    BY_LAW = "by_law", _("A right that the law gives")


class Termination(models.Model):
    """Why and when a contract is ended before its time, on a notice.

    ``last_day``: the one proposed, where the other side has to agree. ``term``: the notice period that runs otherwise,
    of the wording in force when the notice was delivered. ``ends_at`` is known from delivery or agreement on.
    ``breach``: the one relied on, where the records open that ground (see ``life.rescission``).
    """

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="termination")
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices)
    last_day = models.DateField(_("last day"), null=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", null=True, editable=False)
    breach = models.ForeignKey("contracts.Breach", models.PROTECT, related_name="terminations", null=True)
    ends_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("termination")
        verbose_name_plural = _("terminations")
        constraints: ClassVar = [
            is_known("last_day", name="termination_day_known"),
            models.CheckConstraint(
                condition=Q(ground__in=["force_majeure", "agreement"], last_day__isnull=False)
                | Q(ground__in=["serious_breach", "by_law"], last_day=None),
                name="termination_agreed_day",
            ),
        ]

    @property
    def needs_agreement(self) -> bool:
        """Whether it ends the contract only with the other side's consent."""
        return self.ground in (Ground.FORCE_MAJEURE, Ground.AGREEMENT)
