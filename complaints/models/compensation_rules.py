from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Gravity, Subject
from contracts.models.days import is_known
from parties.domain.roles import Role
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class CompensationKind(models.TextChoices):
    VOUCHER = "voucher", _("Voucher")
    DISCOUNT = "discount", _("Discount")
    REFUND = "refund", _("Refund")
    GIFT = "gift", _("Gift")
    CASH = "cash", _("Cash")


class TableQuerySet(models.QuerySet["CompensationTable"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The rules of the person's own side: the other side never learns how much a customer may be given."""
        return self.all() if scope.is_system else self.filter(party__in=scope.parties_for(verb))


class CompensationTable(models.Model):
    """One version of a party's rules of compensation: in force from ``starts_date`` until a later one starts.

    ``cap``: the most, in yuan, that this party gives for one complaint, whoever approves. Append-only, with its rows.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="compensation_tables")
    number = models.PositiveSmallIntegerField()
    starts_date = models.DateField(_("in force from"))
    cap = models.DecimalField(_("most for one complaint"), max_digits=12, decimal_places=2)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of compensation")
        verbose_name_plural = _("rules of compensation")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            is_known("starts_date", name="compensation_table_day_known"),
            models.UniqueConstraint(fields=["party", "number"], name="compensation_table_once"),
            models.CheckConstraint(condition=Q(cap__gt=0), name="compensation_cap_positive"),
        ]


class CompensationRule(models.Model):
    """What may be given for a kind of complaint, in yuan; an empty subject, gravity or level stands for any.

    Up to ``free_up_to`` nobody has to approve.
    """

    table = models.ForeignKey(CompensationTable, models.PROTECT, related_name="rules")
    subject = models.CharField(_("subject"), max_length=10, choices=Subject.choices, blank=True)
    gravity = models.CharField(_("gravity"), max_length=8, choices=Gravity.choices, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CompensationKind.choices)
    least = models.DecimalField(_("at least"), max_digits=12, decimal_places=2)
    most = models.DecimalField(_("at most"), max_digits=12, decimal_places=2)
    free_up_to = models.DecimalField(_("no approval up to"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("rule of compensation")
        verbose_name_plural = _("rules of compensation")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["table", "subject", "gravity", "level", "kind"],
                nulls_distinct=False,
                name="compensation_rule_once",
            ),
            models.CheckConstraint(condition=Q(subject__in=["", *Subject.values]), name="compensation_rule_subjects"),
            models.CheckConstraint(condition=Q(gravity__in=["", *Gravity.values]), name="compensation_rule_gravities"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 3)), name="compensation_rule_levels"),
            models.CheckConstraint(condition=Q(kind__in=CompensationKind.values), name="compensation_rule_kinds"),
            models.CheckConstraint(
                condition=Q(least__gte=0, most__gte=F("least"), free_up_to__range=(0, F("most"))),
                name="compensation_rule_range",
            ),
        ]


class ApprovalLimit(models.Model):
    """How much a role may approve, in yuan: within the rules, and beyond them."""

    table = models.ForeignKey(CompensationTable, models.PROTECT, related_name="limits")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    within = models.DecimalField(_("within the rules up to"), max_digits=12, decimal_places=2)
    beyond = models.DecimalField(_("beyond the rules up to"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("approval limit")
        verbose_name_plural = _("approval limits")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "role"], name="approval_limit_once"),
            models.CheckConstraint(condition=Q(within__gte=0, beyond__gte=0), name="approval_limit_not_negative"),
        ]
