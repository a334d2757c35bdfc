"""What complaints tell the floors below at start-up: what follows from their clocks, and how their messages read."""

from complaints.domain import in_evidence, wordings
from complaints.domain.clocks import calendar, escalating, reminding, successors
from complaints.domain.costs import adjusting, claim_costs, sources
from complaints.domain.costs import wordings as of_costs
from complaints.domain.floor import arriving, sending
from contracts.domain.duties import calendar_entries
from contracts.domain.evidence import parts
from contracts.domain.liability import causes
from deadlines.domain import consequences as of_deadlines
from deadlines.domain import handing_on
from foundation import jobs
from foundation.audit import leave_untracked
from parties.domain import messages


def connect() -> None:
    """Register with the floors below."""
    of_deadlines.register(on_warned=reminding.remind_of, on_missed=reminding.tell_of_missed)
    of_deadlines.register(on_warned=None, on_missed=escalating.rise)
    handing_on.register(successors.chain)
    causes.register(wordings.behind)
    calendar_entries.register(calendar.house_clocks)
    parts.register(in_evidence.complaints)
    messages.renderer("complaints.your_turn")(wordings.your_turn)
    messages.renderer("complaints.warned_50")(wordings.warned_50)
    messages.renderer("complaints.warned_80")(wordings.warned_80)
    messages.renderer("complaints.missed")(wordings.missed)
    messages.renderer("complaints.escalated")(wordings.escalated)
    messages.renderer("complaints.paused")(wordings.paused)
    messages.renderer("complaints.resumed")(wordings.resumed)
    messages.renderer("complaints.answered")(wordings.answered)
    messages.renderer("complaints.major")(wordings.major)
    jobs.register(sending.EXPIRE_JOB)(arriving.expire)
    leave_untracked("complaints_filepiece", "bytes on their way; the file that they become is audited")
    sources.register(claim_costs.SOURCE, claim_costs.approved, on_settled=claim_costs.settled)
    sources.register(adjusting.SOURCE, adjusting.adjustments)
    messages.renderer("complaints.claim_decided")(of_costs.claim_decided)
