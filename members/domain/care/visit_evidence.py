"""The visits of a period as what shows that a contract's duty was done (A10): a list that counts the unreached too."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.models import Obligation
from foundation.held_files import HeldFile
from foundation.refusals import Refused
from members.domain.care.visit_plans import Figures, figures_of
from members.models import Visit, VisitPlan
from parties.domain.scope import Scope, writing

LANGUAGE: Final = "zh-hans"
"""Evidence is written in the language of the contract's binding text."""


def keep_by_visits(plan_id: int, *, by: Scope, at: datetime, done_on: date | None = None) -> Obligation:
    """Say that the duty behind a plan was done and show its visits, those of the other venues' plans with them.

    The words give the figures, the file each visit by card number: nobody's name, telephone or words. Refused:
    ``parties.not_yours``, ``members.plan_without_duty``, ``members.plans_open``, and what keeping a duty is.
    """
    with writing(by):
        plan = VisitPlan.objects.within(by, verb="care.plan").filter(pk=plan_id).first()
        if plan is None:
            raise Refused("parties.not_yours")
        if plan.obligation_id is None:
            raise Refused("members.plan_without_duty")
        rows = VisitPlan.objects.filter(obligation=plan.obligation_id).select_related("venue")
        plans = list(rows.select_for_update(no_key=True, of=("self",)).order_by("venue__name", "pk"))
        if not all(each.is_closed for each in plans):
            raise Refused("members.plans_open")
        with translation.override(LANGUAGE):
            text = "\n".join(_summary(each, figures_of(each)) for each in plans)
            lines = [line for each in plans for line in _lines(each)]
        file = HeldFile(f"visits-{plan.from_date.isoformat()}.txt", "\n".join([text, "", *lines, ""]).encode())
        return keep_obligation(plan.obligation_id, proof=Proof(text, [file]), by=by, at=at, done_on=done_on)


def _summary(plan: VisitPlan, figures: Figures) -> str:
    return _(
        "%(venue)s, %(first)s to %(last)s: %(listed)s members on the list, %(done)s reached, "
        "%(unreached)s not reached, %(dropped)s no longer to be contacted; "
        "%(left_out)s more never agreed to be contacted."
    ) % {
        "venue": plan.venue.name,
        "first": plan.from_date.isoformat(),
        "last": plan.until_date.isoformat(),
        "listed": figures.listed,
        "done": figures.done,
        "unreached": figures.unreached,
        "dropped": figures.dropped,
        "left_out": figures.left_out,
    }


def _lines(plan: VisitPlan) -> Iterator[str]:
    """A line a visit: card number, state, last outcome and when, number of attempts, and who tried last."""
    visits = plan.visits.select_related("member").prefetch_related("attempts__user").order_by("member__number")
    for visit in visits:
        yield " · ".join([plan.venue.name, visit.member.number, str(visit.get_state_display()), *_tried(visit)])


def _tried(visit: Visit) -> list[str]:
    attempts = list(visit.attempts.all())
    if not attempts:
        return [_("never tried")]
    last = attempts[-1]
    when = f"{timezone.localtime(last.at):%Y-%m-%d %H:%M}"
    tries = pgettext("visit", "attempts: %(count)s") % {"count": len(attempts)}
    return [str(last.get_outcome_display()), when, tries, last.user.name]
