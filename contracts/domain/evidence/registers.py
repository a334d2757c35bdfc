"""The registers between the sides in a pack: annexes with their versions, data handed over, the third party engaged."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.duties.obligation_history import name_in
from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, Subject, fact, words
from contracts.domain.wording.engaging import fee_split
from contracts.models import AnnexVersion, DataHandover, ThirdParty


def annexes(subject: Subject) -> Iterable[Part]:
    """The versions that a duty concerned asked for; for a period also those delivered or answered in it."""
    about = Q(obligation__in=subject.obligations)
    if subject.is_period:
        about |= Q(delivered_at__gte=subject.since, delivered_at__lt=subject.until)
        about |= Q(answer__at__gte=subject.since, answer__at__lt=subject.until)
    rows = AnnexVersion.objects.filter(about, contract=subject.contract, delivered_at__lte=subject.at)
    loaded = ("annex", "party", "file", "answer__party", "statement")
    found = list(rows.select_related(*loaded).prefetch_related("statement__files__file").order_by("pk"))
    for row in found:
        yield from _annex(row, subject)
    yield Audited("contracts_annexversion", frozenset(row.pk for row in found))
    answers = frozenset(row.answer.pk for row in found if hasattr(row, "answer"))
    yield Audited("contracts_annexanswer", answers)


def _annex(row: AnnexVersion, subject: Subject) -> Iterator[Part]:
    about = f"annex_version {row.pk}"
    title = words(lambda: _("%(annex)s, version %(number)s") % {"annex": row.annex.title, "number": row.number})
    facts = (
        fact("annex", gettext_lazy("Annex"), row.code),
        fact("number", gettext_lazy("Version"), row.number),
        fact("party", gettext_lazy("Delivered by"), row.party.name),
        fact("delivered_at", gettext_lazy("Delivered"), row.delivered_at),
        fact("obligation", gettext_lazy("Obligation"), row.obligation_id),
        fact("request", gettext_lazy("Approved by request"), row.statement.request_id if row.statement else None),
    )
    yield Record("annex_version", row.pk, title, facts)
    yield Event(row.delivered_at, title, about, f"{row.party} · {name_in(row.by)}", row.note, row.file)
    for paper in row.papers:
        yield Original(paper, title, "annex")
    answer = getattr(row, "answer", None)
    if answer is not None and answer.at <= subject.at:
        said = words(gettext_lazy("Annex accepted") if answer.is_accepted else gettext_lazy("Annex returned"))
        yield Event(answer.at, said, about, f"{answer.party} · {name_in(answer.by)}", answer.reason)


def handovers(subject: Subject) -> Iterable[Part]:
    """Data handed over in the period, with each side's steps and proofs. A pack about breaches has none: who wants it
    there puts it on record as evidence."""
    if not subject.is_period:
        return
    within = Q(recorded_at__gte=subject.since, recorded_at__lt=subject.until)
    within |= Q(steps__at__gte=subject.since, steps__at__lt=subject.until)
    rows = DataHandover.objects.filter(within, contract=subject.contract, recorded_at__lte=subject.at).distinct()
    loaded = rows.select_related("giver", "receiver", "list_file").prefetch_related("steps__party", "steps__proof")
    found = list(loaded.order_by("pk"))
    for row in found:
        yield from _handover(row, subject)
    yield Audited("contracts_datahandover", frozenset(row.pk for row in found))
    yield Audited("contracts_handoverstep", frozenset(step.pk for row in found for step in row.steps.all()))


def _handover(row: DataHandover, subject: Subject) -> Iterator[Part]:
    about, title = f"handover {row.pk}", words(lambda: _("Data handed over: %(what)s") % {"what": row.what})
    facts = (
        fact("giver", gettext_lazy("Handed over by"), row.giver.name),
        fact("receiver", gettext_lazy("Received by"), row.receiver.name),
        fact("medium", gettext_lazy("Format and medium"), row.medium),
        fact("records", gettext_lazy("Number of records"), row.records),
        fact("is_personal", gettext_lazy("Personal data"), row.is_personal),
        fact("purpose", gettext_lazy("Purpose"), row.purpose),
        fact("handed_date", gettext_lazy("Handed over on"), row.handed_date),
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
    )
    yield Record("handover", row.pk, title, facts)
    yield Event(row.recorded_at, title, about, f"{row.giver} · {name_in(row.by)}", file=row.list_file)
    if row.list_file:
        yield Original(row.list_file, title)
    for step in row.steps.all():
        if step.at <= subject.at:
            said = words(step.VERBS[step.verb])
            yield Event(step.at, said, about, f"{step.party} · {name_in(step.by)}", step.text, step.proof)
            if step.proof:
                yield Original(step.proof, said)


def engagements(subject: Subject) -> Iterable[Part]:
    """Whom the wordings concerned engage. The audit of it stays out: it tells of the draft, the provider's own."""
    rows = ThirdParty.objects.filter(version__in=subject.versions, version__contract=subject.contract)
    for row in rows.select_related("party", "version").order_by("pk"):
        of_a, of_b = fee_split(row)
        facts = (
            fact("version", gettext_lazy("Version"), row.version.number),
            fact("party", gettext_lazy("Third party"), row.party.name),
            fact("role", gettext_lazy("Role"), words(row.get_role_display)),
            fact("engaged_for", gettext_lazy("Engaged for"), row.engaged_for),
            fact("fee_a", gettext_lazy("Fee, borne by Party A, yuan"), of_a),
            fact("fee_b", gettext_lazy("Fee, borne by Party B, yuan"), of_b),
            fact("cap_percent", gettext_lazy("Limit, % of the contract amount"), row.cap_percent),
            fact("cap_amount", gettext_lazy("Limit in yuan"), row.cap_amount),
        )
        yield Record("third_party", row.pk, words(gettext_lazy("Third party")), facts)
