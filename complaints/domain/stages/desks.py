"""Whose desk a complaint lies on: what waits for each department now (C3).

Customer service receives and speaks with the customer, marketing verifies and classifies, promotions plans and carries
out, human resources trains; a venue's manager stands in for all of them.
"""

from typing import Final

from django.db.models import Q, QuerySet

from complaints.domain.stages.queue import open_ones
from complaints.models import LANES, Complaint, Stage
from parties.domain.circles import venue_condition
from parties.domain.roles import Role
from parties.domain.scope import Scope

SEE: Final = "complaints.see"

DESKS: Final[dict[Role, tuple[str, ...]]] = {
    Role.CUSTOMER_SERVICE: (Stage.ARRIVED, Stage.EXECUTED, Stage.TOLD, Stage.CONFIRMED),
    Role.MARKETING: (Stage.RECEIVED, Stage.VERIFIED),
    Role.PROMOTIONS: (Stage.CLASSIFIED, Stage.PLANNED, Stage.EXECUTING),
    Role.PROMOTER: (Stage.RECORDED,),
    Role.VENUE_MANAGER: tuple(stage for stages in LANES.values() for stage in stages),
}
"""Role → the open stages whose next step is its work."""


def has_desk(scope: Scope) -> bool:
    """Whether complaints wait for this person's department at all."""
    return not scope.roles.isdisjoint({*DESKS, Role.HR})


def on_desk(rows: QuerySet[Complaint], scope: Scope) -> QuerySet[Complaint]:
    """Those whose next step is the work of this person's departments; who only trains sees what calls for training."""
    mine = scope.roles & set(DESKS)
    if not mine and Role.HR in scope.roles:
        return rows.filter(to_train(scope))
    condition = Q(pk__in=[])
    for role in sorted(mine):
        condition |= Q(state__in=DESKS[role]) & _at_venues_of(scope, role)
    return open_ones(rows).filter(condition)


def to_train(scope: Scope) -> Q:
    """The condition on complaints after which a training is still to be given, by this person's department."""
    waits = Q(training_asked_at__isnull=False, trained_at=None) & ~Q(state=Stage.MERGED)
    return waits & venue_condition(scope, verb="complaints.train", path="venue__")


def trainings_due(scope: Scope, *, most: int) -> list[Complaint]:
    """The complaints after which a training is to be given, the longest waiting first."""
    if not scope.may("complaints.train"):
        return []
    rows = Complaint.objects.filter(to_train(scope)).select_related("venue", "room", "concerns")
    return list(rows.order_by("training_asked_at", "pk")[:most])


def _at_venues_of(scope: Scope, role: Role) -> Q:
    hats = tuple(hat for hat in scope.hats if hat.role == role)
    return venue_condition(Scope(scope.label, scope.source, hats=hats), verb=SEE, path="venue__")
