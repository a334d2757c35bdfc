from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, ContractVersion
from parties.domain.circles import venue_condition
from parties.models import Room, Venue

if TYPE_CHECKING:
    from complaints.models.clocks import Clock
    from complaints.models.escalations import EscalationLevelQuerySet
    from parties.domain.scope import Scope


def complaint_number(complaint_id: int) -> str:
    """The number by which people speak of a complaint (投诉)."""
    return f"TS{complaint_id:07d}"


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    PROMOTER = "promoter", _("Told to a promoter")
    FRONT_DESK = "front_desk", _("Front desk")
    ROOM_CODE = "room_code", _("Code in the room")
    EMAIL = "email", _("E-mail")


BY_CUSTOMERS: Final = (Channel.ROOM_CODE, Channel.EMAIL, Channel.SMS, Channel.WECHAT)
"""What customers send themselves, without anybody of the staff writing it down."""
WRITTEN_DOWN: Final = [choice for choice in Channel.choices if choice[0] != Channel.ROOM_CODE]
"""What the staff may write down: by the code in the room customers alone write."""
CUSTOMERS_STEPS: Final = ("confirm", "contest", "add")
"""The steps that the customer may take, on the page of their complaint."""


class Subject(models.TextChoices):
    QUALITY = "quality", _("Service quality")
    ATTITUDE = "attitude", _("Service attitude")
    FACILITIES = "facilities", _("Facilities")
    DRINKS = "drinks", _("Drinks")
    PROMOTION = "promotion", _("Promotion")
    PRICE = "price", _("Price")


class Gravity(models.TextChoices):
    MINOR = "minor", _("Minor")
    ORDINARY = "ordinary", _("Ordinary")
    MAJOR = "major", _("Major")


class Stage(models.TextChoices):
    ARRIVED = "arrived", _("Sent in by the customer")
    RECORDED = "recorded", _("Recorded by a promoter")
    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Verified")
    CLASSIFIED = "classified", _("Classified")
    PLANNED = "planned", _("Planned")
    EXECUTING = "executing", _("Being carried out")
    EXECUTED = "executed", _("Carried out")
    TOLD = "told", _("Customer told")
    CONFIRMED = "confirmed", _("Confirmed by the customer")
    CLOSED = "closed", _("Closed")
    DISMISSED = "dismissed", _("Dismissed")
    MERGED = "merged", _("Merged into another")


ENDED: Final = (Stage.CLOSED.value, Stage.DISMISSED.value, Stage.MERGED.value)
"""The stages in which nothing is open any more."""

LANES: Final[dict[str, tuple[str, ...]]] = {
    "arriving": (Stage.ARRIVED.value, Stage.RECORDED.value),
    "judging": (Stage.RECEIVED.value, Stage.VERIFIED.value),
    "planning": (Stage.CLASSIFIED.value,),
    "doing": (Stage.PLANNED.value, Stage.EXECUTING.value),
    "telling": (Stage.EXECUTED.value, Stage.TOLD.value, Stage.CONFIRMED.value),
}
"""The columns of the board: the open stages, by the work that comes next."""


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The complaints of the venues in which the person may do ``verb``: their party's own, and those it serves."""
        return self.filter(venue_condition(scope, verb=verb, path="venue__"))


class Complaint(models.Model):
    """A customer's complaint and where its handling stands.

    ``happened_at`` is when it happened, ``logged_at`` when it was written down, ``received_at`` when the server
    took it, in this order. The last is the time of receipt, from which clocks run (form ktv-2, clauses 3.1 and 3.2);
    whether recording was delayed on purpose (3.1) is for people to judge by the other two. ``contract`` and ``version``
    are those in force at receipt, and stay. ``urgent_at`` is when the most urgent undone step is due; empty while no
    clock runs. ``logged_by`` is empty where the customer wrote it down. ``cycle`` counts how often its handling began:
    1, and one more each time it was opened again after its end. ``emergency_at`` is when the emergency path was taken,
    ``training_asked_at`` when it was found to call for training. ``merged_into`` is the complaint with which it is
    handled, as long as it is merged.
    """

    client_id = models.UUIDField(unique=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="complaints", verbose_name=_("venue"))
    room = models.ForeignKey(Room, models.PROTECT, related_name="complaints", null=True, blank=True)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="complaints", null=True, editable=False)
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="+", null=True, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.IN_PERSON)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject.choices)
    gravity = models.CharField(_("gravity"), max_length=8, choices=Gravity.choices)
    what_happened = models.TextField(_("what happened"), max_length=2000, blank=True)
    concerns = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("concerns")
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, editable=False)
    state = models.CharField(_("stage"), max_length=10, choices=Stage.choices, editable=False)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    happened_at = models.DateTimeField(_("happened at"))
    logged_at = models.DateTimeField()
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)
    urgent_at = models.DateTimeField(null=True, editable=False)
    cycle = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    emergency_at = models.DateTimeField(null=True, editable=False)
    training_asked_at = models.DateTimeField(null=True, editable=False)
    trained_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged_in", null=True, editable=False, db_index=False
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=Stage.values), name="complaint_stages"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="complaint_subjects"),
            models.CheckConstraint(condition=Q(gravity__in=Gravity.values), name="complaint_gravities"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="complaint_channels"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | (~Q(state__in=ENDED) & Q(closed_at=None)),
                name="complaint_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(contract=None, version=None) | Q(contract__isnull=False, version__isnull=False),
                name="complaint_contract_with_version",
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 3)), name="complaint_levels"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("logged_at"), logged_at__lte=F("received_at")),
                name="complaint_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(logged_by__isnull=False) | Q(channel__in=BY_CUSTOMERS), name="complaint_logged_by_somebody"
            ),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="complaint_cycles"),
            models.CheckConstraint(
                condition=Q(state=Stage.MERGED, merged_into__isnull=False)
                | (~Q(state=Stage.MERGED) & Q(merged_into=None)),
                name="complaint_merged_says_where",
            ),
            models.CheckConstraint(
                condition=Q(trained_at=None)
                | Q(training_asked_at__isnull=False, trained_at__gte=F("training_asked_at")),
                name="complaint_trained_when_asked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="complaint_recent"),
            models.Index(fields=["venue", "-received_at", "-id"], name="complaint_by_venue"),
            # The queue: only what is open, so that a page costs the same after a million closed ones.
            models.Index(fields=["urgent_at", "id"], name="complaint_open", condition=~Q(state__in=ENDED)),
            models.Index(fields=["-received_at", "-id"], name="complaint_open_recent", condition=~Q(state__in=ENDED)),
            # One for each column of the board, for the same reason.
            *(
                models.Index(fields=["urgent_at", "id"], name=f"complaint_lane_{lane}", condition=Q(state__in=stages))
                for lane, stages in LANES.items()
            ),
            models.Index(fields=["merged_into"], name="complaint_merged", condition=Q(merged_into__isnull=False)),
            models.Index(
                fields=["training_asked_at", "id"],
                name="complaint_to_train",
                condition=Q(training_asked_at__isnull=False, trained_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return complaint_number(self.pk)

    @cached_property
    def all_clocks(self) -> list["Clock"]:
        """Its clocks in the order in which they started, read once; lists prefetch them with their deadlines."""
        return list(self.clocks.all())

    @property
    def next_clock(self) -> "Clock | None":
        """The most urgent undone step of it and of what is merged into it, as lists prefetch them (``with_steps``)."""
        rows = (self, *self.merged_in.all())
        clocks: list[Clock] = [clock for row in rows for clock in row.__dict__["undone"]]
        return min(clocks, key=lambda clock: (clock.deadline.due_at, clock.pk), default=None)

    @property
    def escalation_levels(self) -> "EscalationLevelQuerySet":
        """The levels to which its missed steps have risen."""
        from complaints.models.escalations import EscalationLevel

        return EscalationLevel.objects.filter(clock__complaint=self)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def logged_by_name(self) -> str:
        return self.logged_by.name if self.logged_by else gettext("The customer")

    @property
    def is_confirmed(self) -> bool:
        return self.state == Stage.CONFIRMED

    @property
    def is_major(self) -> bool:
        return self.gravity == Gravity.MAJOR

    @property
    def is_emergency(self) -> bool:
        """Whether it went the emergency path."""
        return self.emergency_at is not None

    @property
    def is_merged(self) -> bool:
        return self.state == Stage.MERGED

    @property
    def is_from_promoter(self) -> bool:
        """Whether it runs on the promoter's own path (form ktv-2)."""
        return self.channel == Channel.PROMOTER


class ComplaintStep(models.Model):
    """One thing done to a complaint, by whom (empty: by the customer) and when, in which cycle of its handling.

    Append-only. ``gravity`` is the judgement that the step brought, where it brought one; ``was_known``: that it was
    known to be major when somebody set it down as less (form ``ktv-3``, clause 3.4).
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=Stage.choices)
    cycle = models.PositiveSmallIntegerField(default=1, db_default=1)
    gravity = models.CharField(max_length=8, choices=Gravity.choices, blank=True, default="", db_default="")
    was_known = models.BooleanField(default=False, db_default=False)
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(gravity__in=["", *Gravity.values]), name="complaint_step_gravities"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(verb__in=CUSTOMERS_STEPS), name="step_taken_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(was_known=False) | Q(verb="regrade", gravity=Gravity.MAJOR), name="step_known_to_be_major"
            ),
        ]

    @property
    def actor_name(self) -> str:
        return self.user.name if self.user else gettext("The customer")
