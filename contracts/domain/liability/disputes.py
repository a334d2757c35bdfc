"""A dispute over a breach, step by step as the contract's terms say: talking, mediation, arbitration or court (A12).

Sources: forms "Disputes" (negotiation first; then the court or the agreed arbitration body, by term ``dispute_means``;
`ktv-1` settles who bears the costs). The product records what happened and moves nothing by itself. How it ended, one
side alone does not say: see ``dispute_ends``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from contracts.domain.duties.obligations import NewObligation, open_obligations
from contracts.domain.duties.owning import chief_of
from contracts.domain.in_force import terms_of_version
from contracts.domain.kinds.remedy_codes import DISPUTE_DATE
from contracts.domain.liability.breach_news import tell_against
from contracts.domain.liability.losses import LONGEST, one_paper
from contracts.domain.liability.remedies import LONGEST_SUBJECT
from contracts.domain.liability.speaking import other_side, require_side
from contracts.domain.locking import locked_breach
from contracts.domain.terms.values import SHANGHAI, Choice
from contracts.models import Breach, Dispute, DisputeStep, Obligation
from contracts.models.disputes import DisputeState
from foundation.days import known_day
from foundation.files import Upload
from foundation.models import StoredFile
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing

DISPUTE: Final = Lifecycle(
    "dispute",
    {
        DisputeState.NEGOTIATION: {
            "note": DisputeState.NEGOTIATION,
            "mediate": DisputeState.MEDIATION,
            "arbitrate": DisputeState.ARBITRATION,
            "sue": DisputeState.COURT,
            "settle": DisputeState.SETTLED,
            "drop": DisputeState.DROPPED,
        },
        DisputeState.MEDIATION: {
            "note": DisputeState.MEDIATION,
            "arbitrate": DisputeState.ARBITRATION,
            "sue": DisputeState.COURT,
            "settle": DisputeState.SETTLED,
            "drop": DisputeState.DROPPED,
        },
        DisputeState.ARBITRATION: {
            "note": DisputeState.ARBITRATION,
            "decide": DisputeState.DECIDED,
            "settle": DisputeState.SETTLED,
            "drop": DisputeState.DROPPED,
        },
        DisputeState.COURT: {
            "note": DisputeState.COURT,
            "decide": DisputeState.DECIDED,
            "settle": DisputeState.SETTLED,
            "drop": DisputeState.DROPPED,
        },
        DisputeState.SETTLED: {},
        DisputeState.DECIDED: {},
        DisputeState.DROPPED: {},
    },
    initial=DisputeState.NEGOTIATION,
)
"""From talking it over to its end."""

NEEDS_PAPER: Final = frozenset({"arbitrate", "sue"})
NEEDS_BODY: Final = frozenset({"mediate", "arbitrate", "sue"})
BY_BOTH: Final = frozenset({"settle", "decide"})
MEANS: Final = {"arbitrate": Choice("arbitration"), "sue": Choice("court")}


@dataclass(frozen=True)
class Step:
    """What happened, on which day, and its paper. ``body``: who mediates or decides from now on."""

    text: str
    happened_date: date
    papers: Sequence[Upload] = field(default=())
    body: str = ""


def open_dispute(breach_id: int, step: Step, *, by: Scope, at: datetime) -> Dispute:
    """A side says that it disputes the breach or its damages; negotiation comes first.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.let_go``, ``contracts.disputed_already``, and as for
    a step.
    """
    with writing(by):
        breach = locked_breach(breach_id)
        party_id = require_side(breach, by=by)
        if breach.is_let_go:
            raise Refused("contracts.let_go")
        if breach.disputes.filter(ended_at=None).exists():
            raise Refused("contracts.disputed_already")
        dispute = Dispute.objects.create(breach=breach, party_id=party_id, opened_at=at, by=by.label)
        _keep(dispute, breach, "open", step, party_id, by=by, at=at)
    return dispute


def move_dispute(dispute_id: int, verb: str, step: Step, *, by: Scope, at: datetime) -> Dispute:
    """Record the next step. Only the side that began it drops it, and not while an end waits for a word.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.other_means_agreed``, ``contracts.body_missing``,
    ``contracts.paper_missing``, ``contracts.not_your_dispute``, ``contracts.end_waits``, ``contracts.reason_missing``,
    ``contracts.done_in_future``, ``foundation.not_allowed_now``, also for a settlement or a decision, which one side
    does not record as a step.
    """
    with writing(by):
        dispute, breach = locked_dispute(dispute_id)
        party_id = require_side(breach, by=by)
        _check(dispute, breach, verb, step, party_id)
        changes: dict[str, object] = {"ended_at": at} if verb == "drop" else {}
        if verb in NEEDS_BODY:
            changes["body"] = clean_line(step.body, 200, "body")
        moved = DISPUTE.move(Dispute, dispute_id, verb, None, **changes)
        _keep(moved, breach, verb, step, party_id, by=by, at=at)
    return moved


def set_date(dispute_id: int, *, subject: str, day: date, by: Scope, at: datetime) -> Obligation:
    """A side notes a date that it has to keep in the dispute, such as one that the commission set: it falls due.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.reason_missing``, ``contracts.remedy_day_past``,
    ``foundation.not_allowed_now`` once the dispute has ended.
    """
    text = clean_line(subject, LONGEST_SUBJECT, "subject")
    if not text:
        raise Refused("contracts.reason_missing", "subject")
    if known_day(day, "day") < timezone.localdate(at):
        raise Refused("contracts.remedy_day_past", "day")
    with writing(by):
        dispute, breach = locked_dispute(dispute_id)
        party_id = require_side(breach, by=by)
        DISPUTE.next_state(dispute.state, "note")
        one = NewObligation(
            dispute=dispute,
            kind=DISPUTE_DATE,
            subject=text,
            owner_id=chief_of(breach.contract, party_id),
            started_at=at,
            due_at=datetime.combine(day + timedelta(days=1), time.min, SHANGHAI),
            breach="",
            debtor_id=party_id,
            creditor_id=other_side(breach, party_id),
        )
        return open_obligations(terms_of_version(breach.kind.version), [one])[0]


def verbs_for(dispute: Dispute, breach: Breach, *, by_party: int) -> list[str]:
    """What this side may do with the dispute now: the table, less what the contract's terms or a waiting end rule
    out."""
    agreed = _agreed(breach)
    verbs = [verb for verb in DISPUTE.verbs(dispute.state) if agreed is None or MEANS.get(verb, agreed) == agreed]
    if dispute.waiting_end is not None:
        verbs = [verb for verb in verbs if verb not in (*BY_BOTH, "drop")]
    return [verb for verb in verbs if verb != "drop" or dispute.party_id == by_party]


def agreed_body(breach: Breach) -> str:
    """The arbitration commission that the contract names; empty for none."""
    term = breach.kind.version.terms.filter(name="arbitration_body").first()
    return term.display if term and _agreed(breach) == MEANS["arbitrate"] else ""


def _agreed(breach: Breach) -> Choice | None:
    """The way that the contract names; a form that names a commission alone means arbitration (`ktv-2`)."""
    named = breach.kind.version.terms.filter(name__in=["dispute_means", "arbitration_body"])
    terms = {term.name: term for term in named}
    if "dispute_means" not in terms:
        return MEANS["arbitrate"] if "arbitration_body" in terms else None
    value = terms["dispute_means"].value
    return value if isinstance(value, Choice) else None


def _check(dispute: Dispute, breach: Breach, verb: str, step: Step, party_id: int) -> None:
    DISPUTE.next_state(dispute.state, verb)
    if verb in BY_BOTH:
        raise Refused("foundation.not_allowed_now", state=dispute.state, verb=verb)
    agreed = _agreed(breach)
    if verb in MEANS and agreed is not None and agreed != MEANS[verb]:
        raise Refused("contracts.other_means_agreed")
    if verb in NEEDS_BODY and not step.body.strip():
        raise Refused("contracts.body_missing", "body")
    if verb in NEEDS_PAPER and not step.papers:
        raise Refused("contracts.paper_missing", "papers")
    if verb == "drop" and party_id != dispute.party_id:
        raise Refused("contracts.not_your_dispute")
    if verb == "drop" and dispute.waiting_end is not None:
        raise Refused("contracts.end_waits")


def _keep(dispute: Dispute, breach: Breach, verb: str, step: Step, party_id: int, *, by: Scope, at: datetime) -> None:
    text = checked_words(step.text, step.happened_date, at=at)
    paper = one_paper(step.papers, field="papers")
    kept = keep_step(dispute, verb, text, step.happened_date, paper, party_id=party_id, by=by.label, at=at)
    tell_against(breach, "contracts.dispute_moved", party_id, str(kept.pk), at=at)


def keep_step(
    dispute: Dispute,
    verb: str,
    text: str,
    happened_date: date,
    paper: StoredFile | None,
    *,
    party_id: int,
    by: str,
    at: datetime,
) -> DisputeStep:
    """Write what happened, and who recorded it (``by``), into the dispute's history; in the caller's transaction."""
    return DisputeStep.objects.create(
        dispute=dispute,
        verb=verb,
        party_id=party_id,
        happened_date=happened_date,
        text=text,
        paper=paper,
        at=at,
        by=by,
    )


def checked_words(text: str, happened_date: date, *, at: datetime) -> str:
    """The words made clean. Refused: ``contracts.reason_missing``, ``contracts.done_in_future``, and for a day that
    nobody can count."""
    words = clean_text(text, LONGEST, "text")
    if not words:
        raise Refused("contracts.reason_missing", "text")
    if known_day(happened_date, "happened_date") > timezone.localdate(at):
        raise Refused("contracts.done_in_future", "happened_date")
    return words


def locked_dispute(dispute_id: int) -> tuple[Dispute, Breach]:
    """The dispute and its breach, behind the lock of their contract."""
    breach = locked_breach(Dispute.objects.values_list("breach", flat=True).get(pk=dispute_id))
    return Dispute.objects.get(pk=dispute_id), breach
