"""What needs a person now, from every room of the house, in order of time left."""

from collections.abc import Callable, Iterable
from typing import Final

from django.utils import timezone

from encore.web.needs.need import SHOWN, Need
from encore.web.needs.of_breaches import (
    adjustments_to_answer,
    breaches_to_decide,
    ends_to_answer,
    force_majeure_to_answer,
)
from encore.web.needs.of_complaints import (
    clocks_of_mine,
    levels_to_acknowledge,
    steps_without_limit,
    trainings_to_give,
)
from encore.web.needs.of_contracts import contracts_ending, contracts_in_hand, papers_to_confirm, questions_to_answer
from encore.web.needs.of_costs import claims_to_decide
from encore.web.needs.of_duties import duties_of_mine, words_to_say
from encore.web.needs.of_handling import actions_of_mine, compensations_in_hand, tasks_of_mine
from encore.web.needs.of_members import erasures_to_decide, incidents_to_tell
from encore.web.needs.of_money import damages_to_bill, invoices_to_settle
from encore.web.needs.of_papers import annexes_to_accept, data_to_confirm, notices_to_answer
from encore.web.needs.of_requests import requests_in_hand
from encore.web.needs.of_surveys import measures_of_mine, waves_to_settle
from parties.domain.scope import Scope


def needs_of(scope: Scope) -> list[Need]:
    """The most urgent things this person can do something about; those without a limit come last."""
    needs = [need for source in SOURCES for need in source(scope)]
    return sorted(needs, key=lambda need: (need.due_at is None, need.due_at or timezone.now()))[:SHOWN]


SOURCES: Final[tuple[Callable[[Scope], Iterable[Need]], ...]] = (
    clocks_of_mine,
    levels_to_acknowledge,
    tasks_of_mine,
    incidents_to_tell,
    duties_of_mine,
    breaches_to_decide,
    adjustments_to_answer,
    ends_to_answer,
    force_majeure_to_answer,
    steps_without_limit,
    trainings_to_give,
    compensations_in_hand,
    actions_of_mine,
    requests_in_hand,
    words_to_say,
    notices_to_answer,
    annexes_to_accept,
    data_to_confirm,
    papers_to_confirm,
    questions_to_answer,
    contracts_in_hand,
    contracts_ending,
    damages_to_bill,
    invoices_to_settle,
    claims_to_decide,
    erasures_to_decide,
    waves_to_settle,
    measures_of_mine,
)

__all__ = ["SOURCES", "Need", "needs_of"]
