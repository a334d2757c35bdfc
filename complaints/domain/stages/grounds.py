"""On what the clocks of one complaint stand after it was logged, and starting them there."""

from collections.abc import Sequence
from datetime import datetime

from complaints.domain.clocks.rules import ClockRule
from complaints.domain.clocks.running import Grounds, grounds_at, limits_for, start_clocks
from complaints.models import Complaint
from contracts.domain.in_force import TermsInForce, terms_of_version
from contracts.models import ContractVersion
from parties.domain.scope import Scope
from parties.models import Venue


def start_from_now(complaint: Complaint, rules: Sequence[ClockRule], *, by: Scope, at: datetime) -> None:
    """Start these clocks at ``at``, as far as the complaint's terms or the venue's house rules set a limit."""
    if rules:
        grounds = grounds_of(complaint, rules)
        limits = limits_for(rules, grounds.terms, venue_id=complaint.venue_id, at=at)
        start_clocks(complaint, limits, grounds, actor_id=by.user_id, at=at)


def grounds_of(complaint: Complaint, rules: Sequence[ClockRule]) -> Grounds:
    """The terms, the party that must act, and its people as they are today."""
    venue = Venue.objects.only("party_id").get(pk=complaint.venue_id)
    return grounds_at(
        terms_of(complaint),
        venue_id=venue.pk,
        venue_party_id=venue.party_id,
        rules=rules,
        else_user_id=complaint.responsible_id,
    )


def terms_of(complaint: Complaint) -> TermsInForce | None:
    """The terms under which the complaint was logged: a later change of the contract does not touch it."""
    if complaint.version_id is None:
        return None
    return terms_of_version(ContractVersion.objects.select_related("contract").get(pk=complaint.version_id))
