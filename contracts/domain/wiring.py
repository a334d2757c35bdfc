"""What contracts tell the floors below at start-up: whom they connect, what a missed clock means, how messages read."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.domain import news
from contracts.domain.archive import indexing
from contracts.domain.duties import calendar_entries, contesting, duty_news, fulfilling
from contracts.domain.evidence import consequences, duties, failures, making, papers, parts, registers, requests
from contracts.domain.liability import breach_news, causes
from contracts.domain.liability.breaches import exempt_covered, propose_for_missed
from contracts.domain.liability.demands import run_cure_time
from contracts.domain.life import ending, settlement, termination
from contracts.domain.papers import handing_over, paper_news
from contracts.domain.papers.annex_versions import keep_as_annex
from contracts.domain.requests import request_lists, request_news
from contracts.domain.requests.lapsing import lapse_requests
from contracts.domain.signature import signing_mail
from contracts.domain.targets import measuring, target_news
from contracts.models import Breach, Contract, EvidencePack, ThirdParty
from contracts.models.contracts import ContractState
from contracts.models.settlement import Line
from contracts.models.versions import UNSHARED, VersionState
from deadlines.domain import consequences as of_deadlines
from foundation import audit, jobs
from parties.domain import circles, messages, registry
from parties.domain.messages import Rendered

Params = Mapping[str, int | str]
EVIDENCE: Final = (
    *(papers.wordings, registers.engagements, duties.duties, failures.breaches, failures.measurements, papers.notices),
    *(consequences.said_of_breaches, consequences.remedies_and_demands, consequences.adjustments),
    *(consequences.disputes, consequences.force_majeure, registers.annexes, registers.handovers, requests.requests),
)
"""What this floor contributes to an evidence pack."""


def connect() -> None:
    """Register with the floors below."""
    circles.register_partners(partners)
    circles.register_served_venues(served_venues)
    of_deadlines.register(on_warned=duty_news.remind, on_missed=propose_for_missed)
    of_deadlines.register(on_warned=request_news.remind, on_missed=request_news.tell_of_missed)
    contesting.register(propose_for_missed)
    measuring.register(exempt_covered)
    fulfilling.register(keep_as_annex)
    ending.register(lapse_requests)
    termination.register(run_cure_time)
    causes.register(request_lists.behind)
    calendar_entries.register(request_lists.usual_times)
    for kind in (ending.NEAR_END_JOB, ending.END_JOB):
        jobs.register(kind)(ending.run_moment)
    for kind in (indexing.JOB, indexing.PARTY_JOB):
        jobs.register(kind)(indexing.run_job)
    registry.on_changed(indexing.ask_to_index_party)
    for table in ("contracts_searchtext", "contracts_searchplace"):
        audit.leave_untracked(table, "made from rows that are audited, and written anew by a command")
    jobs.register(contesting.DUE_JOB)(contesting.propose_contested)
    jobs.register(making.MAKE)(making.make_pack)
    for source in EVIDENCE:
        parts.register(source)
    messages.renderer(making.READY)(pack_ready)
    settlement.register_counter(Line.OBLIGATIONS, settlement.open_obligations)
    settlement.register_counter(Line.DATA_RETURNED, handing_over.held_data)
    news.connect()
    breach_news.connect()
    duty_news.connect()
    target_news.connect()
    paper_news.connect()
    request_news.connect()
    signing_mail.connect()
    messages.renderer("contracts.breaches_proposed")(breaches_proposed)
    messages.renderer("contracts.breach_answered")(breach_answered)


def partners(party_ids: frozenset[int]) -> Iterable[int]:
    """The parties across the table of any contract with one of these. A client learns of a provider once it is sent."""
    sent = Contract.objects.exclude(state=ContractState.DRAFT, effective_at=None)
    as_client = sent.filter(party_a__in=party_ids).values_list("party_b", flat=True)
    as_provider = Contract.objects.filter(party_b__in=party_ids).values_list("party_a", flat=True)
    return as_client.union(as_provider, *_partners_through_engagements(party_ids))


def _partners_through_engagements(party_ids: frozenset[int]) -> "Iterable[QuerySet[Any, Any]]":
    """A third party and both sides know of each other once it is asked to sign; the sides of it once it is shared."""
    asked = ThirdParty.objects.filter(version__state__in=(VersionState.OUT_FOR_SIGNATURE, VersionState.EFFECTIVE))
    for side in ("version__contract__party_a", "version__contract__party_b"):
        yield asked.filter(party__in=party_ids).values_list(side, flat=True)
    shared = ThirdParty.objects.exclude(version__state__in=UNSHARED)
    yield shared.filter(version__contract__party_a__in=party_ids).values_list("party", flat=True)
    yield ThirdParty.objects.filter(version__contract__party_b__in=party_ids).values_list("party", flat=True)


def served_venues(party_id: int) -> "QuerySet[Contract, Any]":
    """The venues a provider serves under contracts in force today, as a subquery."""
    return Contract.objects.in_force(timezone.now()).filter(party_b=party_id).values("venues")


def breaches_proposed(params: Params) -> Rendered:
    """A clock ran out, or several did."""
    count = int(params["count"])
    contract = Contract.objects.get(pk=params["contract"])
    return Rendered(
        subject=ngettext("%(count)s breach proposed: %(number)s", "%(count)s breaches proposed: %(number)s", count)
        % {"count": count, "number": contract.number},
        body=_("A time limit of the contract has passed. The party at fault can answer; the injured party decides."),
        path=reverse("contracts:breaches") + f"?contract={contract.pk}",
    )


def breach_answered(params: Params) -> Rendered:
    """The other side accepted, contested, confirmed or waived."""
    breach = Breach.objects.select_related("contract").get(pk=params["breach"])
    said = {
        "accept": _("The party at fault has accepted the breach."),
        "contest": _("The party at fault contests the breach and gives its reason."),
        "confirm": _("The injured party has confirmed the breach. Damages are assessed by the clause."),
        "waive": _("The injured party has waived the breach."),
    }
    return Rendered(
        subject=_("Breach %(id)s of %(number)s") % {"id": breach.pk, "number": breach.contract.number},
        body=said[str(params["verb"])],
        path=reverse("contracts:breach", args=[breach.pk]),
    )


def pack_ready(params: Params) -> Rendered:
    """An evidence pack that you asked for is finished."""
    pack = EvidencePack.objects.select_related("contract").get(pk=params["pack"])
    return Rendered(
        subject=_("Evidence pack finished: %(number)s") % {"number": pack.contract.number},
        body=_("You can download it now."),
        path=reverse("contracts:evidence", args=[pack.contract_id]),
    )
