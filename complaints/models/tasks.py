from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models.complaints import Complaint
from deadlines.models import Deadline
from parties.domain.circles import venue_condition
from parties.domain.roles import Role
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class TaskState(models.TextChoices):
    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    DECLINED = "declined", pgettext_lazy("a task", "Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TaskQuerySet(models.QuerySet["ComplaintTask"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Tasks at the venues where the person may do ``verb``, of the side that gave them or has to do them."""
        if scope.is_system:
            return self.all()
        mine = scope.parties_for(verb)
        return self.filter(
            Q(party__in=mine) | Q(deadline__party__in=mine),
            venue_condition(scope, verb=verb, path="complaint__venue__"),
        )


class ComplaintTask(models.Model):
    """Something that one department asks of another about a complaint (C6).

    ``party`` is the side that gave it; the deadline's party is the one that has to do it, its owner the person who
    answers. Nobody else sees it, and running late with it is no breach: no term of a contract stands behind it.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="tasks")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    what = models.TextField(_("what is to be done"), max_length=500)
    desk = models.CharField(_("desk"), max_length=20, choices=Role.choices, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="complaint_task")
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    words = models.TextField(max_length=1000, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_states"),
            models.CheckConstraint(condition=~Q(what=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None, ended_by=None)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="task_end_has_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn"]) | ~Q(words=""), name="task_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN
