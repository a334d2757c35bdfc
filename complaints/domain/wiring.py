"""What complaints tell the floors below at start-up: what follows from their clocks, and how their messages read."""

from functools import partial

from complaints.domain import after_visits, in_evidence, wordings
from complaints.domain.channels import delivering, renewing, to_members, ways
from complaints.domain.channels import news as of_channels
from complaints.domain.clocks import calendar, escalating, of_incidents, reminding, successors
from complaints.domain.costs import adjusting, claim_costs, compensation_costs, sources
from complaints.domain.costs import wordings as of_costs
from complaints.domain.customer import link_mail, of_members, rotating
from complaints.domain.floor import arriving, sending
from complaints.domain.handling import causes as found_causes
from complaints.domain.handling import news, tasks
from complaints.domain.handling import wordings as handling_words
from complaints.domain.reports import measures
from complaints.domain.stages import objections
from complaints.gateways.configured import GATEWAY_CHANNELS
from contracts.domain.duties import calendar_entries
from contracts.domain.evidence import parts
from contracts.domain.liability import causes
from deadlines.domain import consequences as of_deadlines
from deadlines.domain import handing_on
from foundation import jobs
from foundation.audit import leave_untracked
from members.domain.care import carriers, visiting
from members.domain.privacy import incident_clocks
from members.domain.privacy import rotating as members_rotating
from members.domain.registry import access_file, erasing, timeline
from parties.domain import messages


def connect() -> None:
    """Register with the floors below."""
    of_deadlines.register(on_warned=reminding.remind_of, on_missed=reminding.tell_of_missed)
    of_deadlines.register(on_warned=None, on_missed=escalating.rise)
    handing_on.register(successors.chain)
    incident_clocks.register_chain(of_incidents.chain)
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
    messages.renderer("complaints.dismissed")(wordings.dismissed)
    messages.renderer("complaints.reopened")(wordings.reopened)
    jobs.register(sending.EXPIRE_JOB)(arriving.expire)
    leave_untracked("complaints_filepiece", "bytes on their way; the file that they become is audited")
    for measure in (measures.REOPENED, measures.ESCALATED):
        measures.register(measure)
    sources.register(claim_costs.SOURCE, claim_costs.approved, on_settled=claim_costs.settled)
    sources.register(adjusting.SOURCE, adjusting.adjustments)
    sources.register(compensation_costs.SOURCE, compensation_costs.paid)
    messages.renderer("complaints.claim_decided")(of_costs.claim_decided)
    messages.renderer("complaints.customer_wrote")(of_channels.customer_wrote)
    messages.renderer("complaints.undelivered")(of_channels.undelivered)
    jobs.register(delivering.JOB)(delivering.deliver)
    messages.renderer("complaints.customer_said")(wordings.customer_said)
    messages.renderer("complaints.code_busy")(wordings.code_busy)
    jobs.register(link_mail.LINK_JOB)(link_mail.mail_link)
    jobs.register(renewing.JOB)(renewing.carry_link)
    timeline.register_timeline(of_members.happenings)
    erasing.register_erased(of_members.forget)
    jobs.register(of_members.FORGET_JOB)(of_members.forget_contact)
    access_file.register_part(of_members.in_file)
    members_rotating.register_rotation("contacts of customers", rotating.rotate_contacts)
    for channel in GATEWAY_CHANNELS:
        carriers.register(channel, partial(to_members.carry, channel), is_set_up=partial(ways.is_set_up, channel))
    visiting.register(after_visits.log_complaint)
    _handling()


def _handling() -> None:
    """Tasks, compensation and causes."""
    of_deadlines.register(on_warned=news.remind_of, on_missed=news.tell_of_missed)
    objections.register(found_causes.object_to_close)
    objections.register(tasks.object_to_close)
    for words in (
        handling_words.your_turn,
        handling_words.warned_50,
        handling_words.warned_80,
        handling_words.missed,
        handling_words.overseen,
        handling_words.task_ended,
        handling_words.compensation_asked,
        handling_words.compensation_answered,
        handling_words.compensation_paid,
    ):
        messages.renderer(f"handling.{words.__name__}")(words)
