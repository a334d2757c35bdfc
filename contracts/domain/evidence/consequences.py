"""What followed the breaches in a pack: evidence, loss, remedies, demands and cure, adjustments, disputes, exemption.

Everything hangs on a breach that the asking side may see, so nothing here asks for a reach of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy

from contracts.domain.duties.obligation_history import name_in
from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, Subject, fact, words
from contracts.models import (
    Adjustment,
    Breach,
    BreachEvidence,
    BreachNotice,
    BreachReport,
    Dispute,
    DisputeEnd,
    DisputeStep,
    ForceMajeure,
    HinderedDuty,
    Loss,
    Remedy,
)
from contracts.models.force_majeure import Covers


def said_of_breaches(subject: Subject) -> Iterable[Part]:
    """How a breach was reported, and the evidence and losses that a side put on record."""
    reports = BreachReport.objects.filter(breaches__in=subject.breaches, recorded_at__lte=subject.at).distinct()
    for report in reports.select_related("party").order_by("pk"):
        by = f"{report.party} · {name_in(report.by)}"
        yield Event(report.recorded_at, words(gettext_lazy("Breach recorded")), f"report {report.pk}", by, report.text)
    yield _audited(reports)
    evidence = BreachEvidence.objects.filter(breach__in=subject.breaches, added_at__lte=subject.at)
    for row in evidence.select_related("party", "file").order_by("pk"):
        by, heading = f"{row.party} · {name_in(row.by)}", words(gettext_lazy("Evidence"))
        yield Event(row.added_at, heading, f"breach {row.breach_id}", by, row.text, row.file)
        if row.file:
            yield Original(row.file, words(gettext_lazy("Evidence of the breach")))
    yield _audited(evidence)
    losses = Loss.objects.filter(breach__in=subject.breaches, recorded_at__lte=subject.at)
    for loss in losses.select_related("file").order_by("pk"):
        yield from _loss(loss)
    yield _audited(losses)


def _loss(row: Loss) -> Iterator[Part]:
    title = words(gettext_lazy("Loss shown by the injured party"))
    facts = (
        fact("breach", gettext_lazy("Breach"), row.breach_id),
        fact("amount", gettext_lazy("Loss, yuan"), row.amount),
        fact("text", gettext_lazy("What it says"), row.text),
        fact("recorded_at", gettext_lazy("Recorded"), row.recorded_at),
    )
    yield Record("loss", row.pk, title, facts)
    yield Event(row.recorded_at, title, f"breach {row.breach_id}", name_in(row.by), row.text, row.file)
    yield Original(row.file, title)


def remedies_and_demands(subject: Subject) -> Iterable[Part]:
    """What the injured party chose, and whether a demand was met in its time. The notices themselves: ``papers``."""
    chosen = Remedy.objects.filter(breach__in=subject.breaches, chosen_at__lte=subject.at)
    for remedy in chosen.select_related("obligation").order_by("pk"):
        facts = (
            fact("breach", gettext_lazy("Breach"), remedy.breach_id),
            fact("amount", gettext_lazy("Sum, yuan"), remedy.amount),
            fact("obligation", gettext_lazy("Obligation"), remedy.obligation.pk if remedy.until_date else None),
        )
        title = words(remedy.get_code_display)
        yield Record("remedy", remedy.pk, title, facts)
        yield Event(remedy.chosen_at, title, f"breach {remedy.breach_id}", name_in(remedy.by))
    yield _audited(chosen)
    about = BreachNotice.objects.filter(breach__in=subject.breaches, notice__given_at__lte=subject.at)
    for row in about.select_related("notice").order_by("pk"):
        yield from _demand(row)
    yield _audited(about)


def _demand(row: BreachNotice) -> Iterator[Part]:
    title = words(row.notice.get_kind_display)
    facts = (
        fact("breach", gettext_lazy("Breach"), row.breach_id),
        fact("notice", gettext_lazy("Notice"), row.notice_id),
        fact("days", gettext_lazy("Days given"), row.days),
        fact("cure_until", gettext_lazy("Time to cure ends"), row.cure_until),
        fact("cure", gettext_lazy("Cure"), words(row.get_cure_display) if row.cure else None),
    )
    yield Record("breach_notice", row.pk, title, facts)
    if row.judged_at:
        verdict = words(row.get_cure_display)
        yield Event(row.judged_at, verdict, f"notice {row.notice_id}", name_in(row.judged_by), row.cure_text)


def adjustments(subject: Subject) -> Iterable[Part]:
    """Other damages than the clause computed: proposed, agreed, declined or decided outside, with their papers."""
    rows = Adjustment.objects.filter(damages__breach__in=subject.breaches, proposed_at__lte=subject.at)
    for row in rows.select_related("damages", "paper", "party").order_by("pk"):
        about, title = f"adjustment {row.pk}", words(row.get_kind_display)
        facts = (
            fact("breach", gettext_lazy("Breach"), row.damages.breach_id),
            fact("amount", gettext_lazy("Owed from then on, yuan"), row.amount),
            fact("state", gettext_lazy("State"), words(row.get_state_display)),
            fact("serial", gettext_lazy("In effect as number"), row.serial),
            fact("decided_date", gettext_lazy("Decided on"), row.decided_date),
            fact("text", gettext_lazy("What it says"), row.text),
        )
        yield Record("adjustment", row.pk, title, facts)
        by = f"{row.party} · {name_in(row.by)}"
        proposed = words(gettext_lazy("Other damages proposed"))
        yield Event(row.proposed_at, proposed, about, by, row.text, row.paper)
        if row.answered_at:
            yield Event(row.answered_at, words(row.get_state_display), about, name_in(row.answered_by), row.answer)
        if row.paper:
            yield Original(row.paper, title)
    yield _audited(rows)


def disputes(subject: Subject) -> Iterable[Part]:
    """Each step of a dispute about a breach, with its paper."""
    rows = Dispute.objects.filter(breach__in=subject.breaches, opened_at__lte=subject.at)
    for row in rows.select_related("party").order_by("pk"):
        facts = (
            fact("breach", gettext_lazy("Breach"), row.breach_id),
            fact("state", gettext_lazy("State"), words(row.get_state_display)),
            fact("body", gettext_lazy("Who mediates or decides"), row.body or None),
            fact("costs", gettext_lazy("Costs"), words(row.get_costs_display) if row.costs else None),
            fact("opened_at", gettext_lazy("Begun"), row.opened_at),
            fact("ended_at", gettext_lazy("Ended"), row.ended_at),
        )
        yield Record("dispute", row.pk, words(gettext_lazy("Dispute")), facts)
    yield _audited(rows)
    ends = DisputeEnd.objects.filter(dispute__in=rows, proposed_at__lte=subject.at)
    for end in ends.select_related("party", "paper").order_by("pk"):
        yield from _end(end)
    yield _audited(ends)
    steps = DisputeStep.objects.filter(dispute__in=rows, at__lte=subject.at)
    for step in steps.select_related("party", "paper").order_by("pk"):
        by, title = f"{step.party} · {name_in(step.by)}", words(step.VERBS[step.verb])
        text = f"{step.happened_date} · {step.text}"
        yield Event(step.at, title, f"dispute {step.dispute_id}", by, text, step.paper)
        if step.paper:
            yield Original(step.paper, title)
    yield _audited(steps)


def _end(row: DisputeEnd) -> Iterator[Part]:
    """How one side said that it ended, and what the other side answered."""
    about, title = f"dispute {row.dispute_id}", words(row.get_kind_display)
    facts = (
        fact("dispute", gettext_lazy("Dispute"), row.dispute_id),
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
        fact("party", gettext_lazy("Recorded by"), row.party.name),
        fact("costs", gettext_lazy("Costs"), words(row.get_costs_display)),
        fact("amount", gettext_lazy("Owed from then on, yuan"), row.amount),
        fact("happened_date", gettext_lazy("Ended on"), row.happened_date),
        fact("text", gettext_lazy("What it says"), row.text),
    )
    yield Record("dispute_end", row.pk, title, facts)
    recorded = words(gettext_lazy("Recorded as ended"))
    yield Event(row.proposed_at, recorded, about, f"{row.party} · {name_in(row.by)}", row.text, row.paper)
    if row.answered_at:
        yield Event(row.answered_at, words(row.get_state_display), about, name_in(row.answered_by), row.answer)
    yield Original(row.paper, title)


def force_majeure(subject: Subject) -> Iterable[Part]:
    """Claims that cover a breach concerned of the side that made them; for a period also those of its time."""
    concerned = Q(
        contract__breaches__in=Breach.objects.filter(pk__in=subject.breaches),
        contract__breaches__at_fault=F("party"),
    )
    # As ``hindered.happened_in`` says it of the days accepted: 24:00 belongs to the day before.
    due = Q(
        contract__breaches__obligation__isnull=False,
        contract__breaches__occurred_at__gt=F("first_at"),
        contract__breaches__occurred_at__lte=F("until_at"),
    )
    told = Q(
        contract__breaches__obligation=None,
        contract__breaches__occurred_at__gte=F("first_at"),
        contract__breaches__occurred_at__lt=F("until_at"),
    )
    covered = concerned & (due | told) & (Q(covers=Covers.ALL) | Q(duties__obligation__breach__in=subject.breaches))
    if subject.is_period:
        covered |= Q(first_at__lt=subject.until, until_at__gt=subject.since)
    rows = ForceMajeure.objects.filter(covered, contract=subject.contract, claimed_at__lte=subject.at).distinct()
    for row in rows.select_related("party", "evidence").order_by("pk"):
        about, title = f"force majeure {row.pk}", words(gettext_lazy("Force majeure"))
        facts = (
            fact("party", gettext_lazy("Claimed by"), row.party.name),
            fact("first_at", gettext_lazy("Begun"), row.first_at),
            fact("until_at", gettext_lazy("Ended"), row.until_at),
            fact("accepted_first_at", gettext_lazy("Accepted from"), row.accepted_first_at),
            fact("accepted_until_at", gettext_lazy("Accepted until"), row.accepted_until_at),
            fact("accepted_in_part", gettext_lazy("Accepted for fewer days than claimed"), row.is_accepted_in_part),
            fact("covers", gettext_lazy("Hindered"), words(row.get_covers_display)),
            fact("duties", gettext_lazy("Duties named"), _duties(row)),
            fact("effect", gettext_lazy("Asked for"), words(row.get_effect_display)),
            fact("state", gettext_lazy("State"), words(row.get_state_display)),
            fact("text", gettext_lazy("What it says"), row.text),
        )
        yield Record("force_majeure", row.pk, title, facts)
        by = f"{row.party} · {name_in(row.by)}"
        yield Event(row.claimed_at, title, about, by, row.text, row.evidence)
        if row.answered_at:
            yield Event(row.answered_at, words(row.get_state_display), about, name_in(row.answered_by), row.answer)
        yield Original(row.evidence, title)
    yield _audited(rows)
    yield _audited(HinderedDuty.objects.filter(claim__in=rows))


def _duties(row: ForceMajeure) -> str | None:
    named = [f"{each.obligation_id} {each.obligation.subject}" for each in row.duties.select_related("obligation")]
    return "; ".join(named) or None


def _audited(rows: "QuerySet[Any]") -> Audited:
    return Audited(rows.model._meta.db_table, frozenset(rows.values_list("pk", flat=True)))
