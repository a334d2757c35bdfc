"""The trace of a line that claims damages: over the breach, and the duty or target behind it, to the signed file."""

from datetime import datetime

from django.db.models import Prefetch

from billing.domain import trace_checks as checks
from billing.domain.trace_ends import Sources, last_links, line_link
from billing.domain.trace_links import Kind, Link
from billing.models import CreditNote, InvoiceLine
from complaints.models import Clock, ComplaintStep
from contracts.models import (
    Adjustment,
    Breach,
    BreachStatement,
    ContractVersion,
    Damages,
    Measurement,
    Obligation,
    Term,
)
from deadlines.models import Deadline, DeadlinePause

DUTY = "damages__breach__obligation"
ONE_TO_ONE = (
    "adjustment",
    "damages__term__clause",
    "damages__term__version__contract",
    "damages__breach__contract",
    "damages__breach__kind__clause",
    "damages__breach__at_fault",
    "damages__breach__injured",
    "damages__breach__measurement__contract",
    "damages__breach__measurement__party",
    "damages__breach__measurement__replaced_by",
    "damages__breach__measurement__term__clause__version__contract",
    "damages__breach__measurement__term__version__contract",
    f"{DUTY}__deadline__owner",
    f"{DUTY}__term__clause__version__contract",
    f"{DUTY}__term__version__contract",
    f"{DUTY}__remedy__breach__kind__clause__version__contract",
    f"{DUTY}__debtor",
    f"{DUTY}__contract",
    f"{DUTY}__occurrence",
    f"{DUTY}__fulfilment",
    f"{DUTY}__clock__complaint__venue",
)
TO_MANY = (
    Prefetch("damages__adjustments", Adjustment.objects.select_related("party", "paper").order_by("serial")),
    Prefetch("damages__invoice_lines", InvoiceLine.objects.prefetch_related("credit_notes__adjustment").order_by("pk")),
    "damages__breach__losses",
    Prefetch("damages__breach__statements", BreachStatement.objects.select_related("party")),
    Prefetch(f"{DUTY}__deadline__pauses", DeadlinePause.objects.all()),
    f"{DUTY}__deadline__extensions",
    f"{DUTY}__contract__schedules",
    f"{DUTY}__fulfilment__statements",
    Prefetch(f"{DUTY}__clock__complaint__steps", ComplaintStep.objects.select_related("user")),
)


def versions_behind(damages: Damages) -> list[ContractVersion]:
    """The wordings that the walk of these damages rests on."""
    obligation, measurement = damages.breach.obligation, damages.breach.measurement
    return [
        damages.term.version,
        *([obligation.clause.version] if obligation else []),
        *([measurement.term.version] if measurement else []),
    ]


def _set_by(cause: Obligation | Measurement | None) -> Term | None:
    return cause.term if cause else None


class DamagesWalk:
    """One walk down the foreign keys of a line that claims damages; ``at``: the moment by which clocks are judged."""

    def __init__(self, line: InvoiceLine, damages: Damages, sources: Sources, at: datetime) -> None:
        self.line, self.damages, self.sources, self.at = line, damages, sources, at
        self.breach: Breach = damages.breach
        self.obligation: Obligation | None = damages.breach.obligation
        self.measurement: Measurement | None = damages.breach.measurement
        # What was broken: the term that set the duty or the target; what no term set rests on the term of its damages.
        self.term: Term = _set_by(self.obligation) or _set_by(self.measurement) or self.damages.term

    def links(self) -> list[Link]:
        """Every link of the chain, from the line to the signed file."""
        duty = [self._obligation(self.obligation), self._deadline(self.obligation)] if self.obligation else []
        complaint = self._complaint(self.obligation) if self.obligation else None
        return [
            line_link(self.line, self._notes(), checks.of_line(self.line, self.damages)),
            *self._adjustments(),
            self._damages(),
            self._breach(),
            *([self._measurement(self.measurement)] if self.measurement else []),
            *duty,
            *([complaint] if complaint else []),
            *last_links(self.term, self.sources, at=self.breach.occurred_at),
        ]

    def _notes(self) -> list[CreditNote]:
        """The credit notes on this line, as loaded with its damages."""
        loaded = next((each for each in self.damages.invoice_lines.all() if each.pk == self.line.pk), self.line)
        return list(loaded.credit_notes.all())

    def _adjustments(self) -> list[Link]:
        """What changed the sum after it was computed, the last one first."""
        effective = [each for each in self.damages.adjustments.all() if each.serial is not None]
        return [self._adjustment(each) for each in reversed(effective)]

    def _adjustment(self, adjustment: Adjustment) -> Link:
        facts = {
            "kind": adjustment.kind,
            "amount": adjustment.amount,
            "text": adjustment.text,
            "proposed_by": adjustment.party.name,
            "proposed_at": adjustment.proposed_at,
            "effective_at": adjustment.answered_at,
            "decided_date": adjustment.decided_date,
            "file": adjustment.paper.name if adjustment.paper else None,
            "sha256": adjustment.paper.sha256 if adjustment.paper else None,
        }
        return Link(Kind.ADJUSTMENT, adjustment.pk, facts, checks.of_adjustment(adjustment))

    def _damages(self) -> Link:
        damages = self.damages
        terms = self.sources.terms[damages.term.version_id]
        facts = {
            "amount": damages.amount,
            "workings": damages.workings,
            "term": damages.term.name,
            "clause": damages.term.clause.number,
            "page": damages.term.clause.page,
            "assessed_at": damages.assessed_at,
        }
        problems = checks.of_damages(damages, terms)
        return Link(Kind.DAMAGES, damages.pk, facts, (*problems, *self.sources.in_pdf(damages.term)))

    def _breach(self) -> Link:
        breach = self.breach
        facts = {
            "kind": breach.kind.code,
            "text_zh": breach.kind.text_zh,
            "text_en": breach.kind.text_en,
            "state": breach.state,
            "at_fault": breach.at_fault.name,
            "injured": breach.injured.name,
            "is_measured": breach.measurement is not None,
            "occurred_at": breach.occurred_at,
            "decided_at": breach.decided_at,
            "statements": [
                {"party": said.party.name, "verb": said.verb, "text": said.text, "at": said.at.isoformat()}
                for said in breach.statements.all()
            ],
        }
        return Link(Kind.BREACH, breach.pk, facts, checks.of_breach(breach))

    def _measurement(self, measurement: Measurement) -> Link:
        facts = {
            "target": measurement.target,
            "first_day": measurement.first_day,
            "last_day": measurement.last_day,
            "level": measurement.level,
            "value": measurement.value,
            "low": measurement.low,
            "high": measurement.high,
            "sample": measurement.sample,
            "population": measurement.population,
            "verdict": measurement.verdict,
            "method": measurement.method,
            "measured_by": measurement.party.name,
            "recorded_at": measurement.recorded_at,
        }
        return Link(Kind.MEASUREMENT, measurement.pk, facts, checks.of_measurement(measurement, self.breach))

    def _obligation(self, obligation: Obligation) -> Link:
        facts = {
            "subject": obligation.subject,
            "debtor": obligation.debtor.name,
            "term": obligation.term.name if obligation.term else None,
            "breach_behind": obligation.breach_behind.pk if obligation.breach_behind else None,
            "contract": obligation.clause.version.contract.number,
        }
        return Link(Kind.OBLIGATION, obligation.pk, facts, checks.of_obligation(obligation, self.breach))

    def _deadline(self, obligation: Obligation) -> Link:
        deadline: Deadline = obligation.deadline
        facts = {
            "owner": deadline.owner.name if deadline.owner else None,
            "started_at": deadline.started_at,
            "due_at": deadline.due_at,
            "outcome": deadline.outcome,
            "done_at": deadline.done_at,
            "late_seconds": int(deadline.late_by.total_seconds()) if deadline.done_at else None,
            "pauses": len(deadline.pauses.all()),
        }
        problems = checks.of_deadline(obligation, self.sources.terms[obligation.clause.version_id], at=self.at)
        return Link(Kind.DEADLINE, deadline.pk, facts, problems)

    def _complaint(self, obligation: Obligation) -> Link | None:
        clock: Clock | None = getattr(obligation, "clock", None)
        if clock is None:
            return None
        complaint = clock.complaint
        facts = {
            "number": complaint.number,
            "clock": clock.name,
            "venue": complaint.venue.name,
            "stage": complaint.state,
            "received_at": complaint.received_at,
            "steps": [
                {"verb": step.verb, "state": step.state, "at": step.at.isoformat(), "by": step.actor_name}
                for step in complaint.steps.all()
            ],
        }
        return Link(Kind.COMPLAINT, complaint.pk, facts, checks.of_complaint(complaint, obligation))
