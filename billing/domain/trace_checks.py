"""What must hold at each link of a trace. Every check recomputes; it gives codes, and none when the link holds."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from billing.domain.sealed_copy import SealedCopy
from billing.models import InvoiceLine
from complaints.models import Complaint
from contracts.domain.duties.recounting import due_again
from contracts.domain.duties.windows import end_of
from contracts.domain.liability.damages import compute, compute_third
from contracts.domain.liability.third_parties import CAP_TERM, cap_of
from contracts.domain.targets.recounting import period_again, verdict_again
from contracts.domain.terms.values import Money, Percent, TermValue
from contracts.domain.texts.rendering import clause_text, placeholders
from contracts.models import (
    Adjustment,
    Breach,
    Clause,
    ContractVersion,
    Damages,
    Fulfilment,
    Measurement,
    Obligation,
    PaperSigning,
    Term,
)
from contracts.models.adjustments import AdjustmentKind
from deadlines.domain.pausing import Verdict, recompute

Problems = tuple[str, ...]
BOTH_PARTIES: Final = 2


def _problems(**wrong: bool) -> Problems:
    """The names of what is wrong."""
    return tuple(code for code, is_so in wrong.items() if is_so)


def of_line(line: InvoiceLine, damages: Damages) -> Problems:
    """The line claims what the damages come to, from the one at fault for the injured."""
    breach, invoice = damages.breach, line.invoice
    sides = (breach.injured_id, breach.at_fault_id, breach.contract_id)
    return _problems(
        line_differs_from_damages=not _claims_what_was_owed(line, damages) or line.gross != line.net + line.tax,
        line_of_other_parties=sides != (invoice.issuer_id, invoice.debtor_id, invoice.contract_id),
    )


def _claims_what_was_owed(line: InvoiceLine, damages: Damages) -> bool:
    """The first line claims the whole sum as it stood then; a further one what its adjustment added."""
    effective = [each for each in damages.adjustments.all() if each.serial is not None]
    if line.adjustment is None:
        return line.net in {damages.amount, *(each.amount for each in effective)}
    billed = [each for each in damages.invoice_lines.all() if each.pk <= line.pk]
    notes = [note for each in billed for note in each.credit_notes.all()]
    taken_back = sum(note.amount for note in notes if (note.adjustment.serial or 0) < (line.adjustment.serial or 0))
    return line.adjustment in effective and sum(each.net for each in billed) - taken_back == line.adjustment.amount


def of_adjustment(adjustment: Adjustment) -> Problems:
    """Both sides stand behind it, or the paper of who decided it is there, byte for byte."""
    paper = adjustment.paper
    problems = _problems(
        adjustment_without_paper=adjustment.kind != AdjustmentKind.AGREEMENT and paper is None,
        adjustment_not_in_effect=not adjustment.is_effective,
    )
    if paper is None:
        return problems
    try:
        content = paper.read()
    except FileNotFoundError:
        return (*problems, "adjustment_paper_missing")
    return (*problems, *_problems(adjustment_paper_changed=hashlib.sha256(content).hexdigest() != paper.sha256))


def of_damages(damages: Damages, terms: Mapping[str, Term]) -> Problems:
    """The workings follow again from the terms, and end in the amount."""
    return _problems(
        workings_do_not_follow=_recomputed(damages, terms) != damages.workings,
        amount_differs_from_workings=_last_amount(damages) != damages.amount,
        damages_term_of_other_breach=damages.term_id != damages.breach.kind.damages_term_id
        and not (damages.breach.is_of_third and damages.term.name == CAP_TERM),
    )


def _last_amount(damages: Damages) -> Decimal | None:
    return Decimal(damages.workings[-1]["amount"]) if damages.workings else None


def _recomputed(damages: Damages, terms: Mapping[str, Term]) -> list[dict[str, str]] | None:
    """The workings computed anew; what had been used of the caps before is taken as it was noted."""
    if damages.breach.is_of_third:
        return _recomputed_third(damages)
    values = {name: term.value for name, term in terms.items()}
    per_breach, amount = values.get(damages.term.name), values.get("contract_amount")
    caps = {name: values.get(f"damages_{name}") for name in ("cap_month", "cap_total")}
    used = {step["step"]: Decimal(step["used"]) for step in damages.workings if "used" in step}
    if not isinstance(per_breach, Percent | Money) or not isinstance(amount, Money):
        return None
    cap_month, cap_total = (cap if isinstance(cap, Percent) else None for cap in caps.values())
    return compute(
        per_breach=per_breach,
        contract_amount=amount.value,
        cap_month=cap_month,
        cap_total=cap_total,
        used_month=used.get("cap_month", Decimal(0)),
        used_total=used.get("cap_total", Decimal(0)),
    ).workings


def _recomputed_third(damages: Damages) -> list[dict[str, str]] | None:
    """The same for a third party: a loss that the injured party has recorded, cut to what its cap left."""
    noted = {step["step"]: step for step in damages.workings}
    recorded = {str(loss.amount) for loss in damages.breach.losses.all()}
    if "loss" not in noted or noted["loss"]["amount"] not in recorded:
        return None
    cap = cap_of(damages.breach)
    used = Decimal(noted["cap_third"]["used"]) if "cap_third" in noted else Decimal("0.00")
    loss = Decimal(noted["loss"]["amount"])
    return compute_third(loss=loss, limit=cap.limit if cap else None, used=used).workings


def of_breach(breach: Breach) -> Problems:
    """The injured party confirmed it, and it happened when the obligation was due."""
    said = [(each.verb, each.party_id) for each in breach.statements.all()]
    deadline = breach.obligation.deadline if breach.obligation else None
    return _problems(
        breach_not_confirmed=not breach.is_confirmed,
        breach_without_word_of_injured=("confirm", breach.injured_id) not in said,
        breach_not_at_due_time=deadline is not None and deadline.due_at != breach.occurred_at,
    )


def of_measurement(measurement: Measurement, breach: Breach) -> Problems:
    """Its period, level and verdict follow again from the terms, and a target was missed when the period ended."""
    period = period_again(measurement)
    corrected: Measurement | None = getattr(measurement, "replaced_by", None)
    ended_at = min(end_of(measurement.last_day) - timedelta(seconds=1), measurement.recorded_at)
    return _problems(
        measurement_of_other_contract=measurement.contract_id != breach.contract_id,
        period_differs_from_term=period is None
        or (period.window.last_day, period.term.pk) != (measurement.last_day, measurement.term_id),
        level_differs_from_term=period is not None and period.level != measurement.level,
        measured_verdict_does_not_follow=period is None or verdict_again(measurement, period) != measurement.verdict,
        target_not_missed=not measurement.is_missed,
        measurement_was_corrected=corrected is not None and not corrected.is_missed,
        breach_not_at_end_of_period=breach.occurred_at < ended_at,
    )


def of_obligation(obligation: Obligation, breach: Breach) -> Problems:
    """It was owed under this contract by the party at fault to the injured one."""
    owed = (obligation.contract_id, obligation.debtor_id, obligation.creditor_id)
    return _problems(
        obligation_of_other_parties=owed != (breach.contract_id, breach.at_fault_id, breach.injured_id),
        obligation_of_other_contract=obligation.clause.version.contract_id != obligation.contract_id,
    )


def of_deadline(obligation: Obligation, terms: Mapping[str, Term], *, at: datetime) -> Problems:
    """Its due time follows from the rule that opened it, its verdict from the pauses and from when it was done.

    ``terms``: of the wording that its clause stands in. What was done in time was not missed, but may have been
    contested.
    """
    deadline = obligation.deadline
    return _problems(
        deadline_not_missed=not deadline.is_missed and not _was_contested(obligation),
        due_time_differs_from_term=due_again(obligation, partial(_value, terms)) != deadline.first_due_at,
        verdict_does_not_follow=recompute(deadline, at=at) != Verdict.stored(deadline),
    )


def _value(terms: Mapping[str, Term], name: str) -> TermValue | None:
    term = terms.get(name)
    return None if term is None or term.is_blank else term.value


def _was_contested(obligation: Obligation) -> bool:
    """Whether the creditor has said that what was recorded was not done as owed."""
    done: Fulfilment | None = getattr(obligation, "fulfilment", None)
    return done is not None and any(said.verb == "contest" for said in done.statements.all())


def of_complaint(complaint: Complaint, obligation: Obligation) -> Problems:
    """It runs under the very version of the contract that the obligation stems from."""
    return _problems(complaint_of_other_contract=complaint.version_id != obligation.clause.version_id)


def of_clause(clause: Clause, term: Term) -> Problems:
    """Its text shows the term, in both languages."""
    return _problems(
        clause_does_not_show_term=any(term.name not in placeholders(text) for text in (clause.text_zh, clause.text_en))
    )


def of_version(version: ContractVersion, *, at: datetime) -> Problems:
    """It was frozen, and in force at ``at``: when the breach happened, or the fee was claimed."""
    in_force = version.effective_at is not None and version.effective_at <= at
    return _problems(version_not_frozen=not version.is_frozen, version_not_in_force=not in_force)


def of_pdf(copy: SealedCopy, version: ContractVersion, clause: Clause) -> Problems:
    """The file is the one that was sealed for this version, signed by both, and has the clause on that page."""
    if copy.content is None:
        return ("pdf_missing",)
    inside = copy.contract
    return _problems(
        pdf_of_other_contract=inside is None
        or (inside.number, inside.version) != (version.contract.number, version.number),
        pdf_changed=not copy.is_as_sealed,
        pdf_not_signed_by_both=copy.sealed.revision < BOTH_PARTIES,
        pdf_page_differs=clause.page is None or copy.pages.get(clause.number) != clause.page,
    )


def of_paper(paper: PaperSigning) -> Problems:
    """The scan that was kept is there, byte for byte. That it was signed, only the paper itself shows."""
    try:
        content = paper.scan.read()
    except FileNotFoundError:
        return ("scan_missing",)
    return _problems(scan_changed=hashlib.sha256(content).hexdigest() != paper.scan.sha256)


def printed(clause: Clause, terms: Iterable[Term], language: str, division: str) -> str:
    """The clause as the contract prints it, with the values of its terms. `division`: of its version."""
    text = clause.text_zh if language.startswith("zh") else clause.text_en
    values = {term.name: term.value for term in terms}
    return clause_text(text, values, language, division=division)
