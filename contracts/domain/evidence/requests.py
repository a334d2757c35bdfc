"""What the sides asked of each other in a pack: the request, its rounds, what was said, and the files."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy

from contracts.domain.duties.obligation_history import name_in
from contracts.domain.evidence.parts import Audited, Event, Original, Part, Record, Subject, fact, words
from contracts.models import Request, RequestStatement

MANY = ("statements__party", "statements__files__file", "statements__verdicts", "criteria", "terms")


def requests(subject: Subject) -> Iterable[Part]:
    """The requests about the duties concerned, or whose answer is one of them; for a period those of its time too."""
    about = Q(about__in=subject.obligations) | Q(replacement__in=subject.obligations)
    about |= Q(deadline__obligation__in=subject.obligations)
    about |= Q(statements__deadline__obligation__in=subject.obligations)
    if subject.is_period:
        about |= Q(statements__at__gte=subject.since, statements__at__lt=subject.until)
    seen = Request.objects.within(subject.scope, verb="requests.see").filter(contract=subject.contract)
    ids = seen.filter(about, asked_at__lte=subject.at).values("pk")
    found = list(seen.filter(pk__in=ids).select_related("asker", "answerer").prefetch_related(*MANY).order_by("pk"))
    for row in found:
        yield from _request(row, subject)
    yield from _audited(found)


def _request(row: Request, subject: Subject) -> Iterator[Part]:
    facts = [
        fact("asker", gettext_lazy("Asked by"), row.asker.name),
        fact("answerer", gettext_lazy("Asked of"), row.answerer.name),
        fact("subject", gettext_lazy("Subject"), row.subject),
        fact("state", gettext_lazy("State"), words(row.get_state_display)),
        fact("round", gettext_lazy("Rounds"), row.round),
        fact("obligation", gettext_lazy("Obligation"), row.about_id),
        fact("wanted_date", gettext_lazy("Asked for until"), row.wanted_date),
        fact("granted_date", gettext_lazy("Granted until"), row.granted_date),
        fact("replacement", gettext_lazy("Obligation with the new date"), row.replacement_id),
        fact("decided_at", gettext_lazy("Decided"), row.decided_at),
        *(fact(f"particular_{code}", gettext_lazy("Particulars"), text) for code, text in row.particulars.items()),
        *(fact(f"criterion_{each.position}", gettext_lazy("Criterion"), each.text) for each in row.criteria.all()),
        *(fact(f"term_{each.name}", gettext_lazy("New value"), words(each.__str__)) for each in row.terms.all()),
    ]
    yield Record("request", row.pk, words(row.__str__), tuple(facts))
    for said in row.statements.all():
        if said.at <= subject.at:
            yield from _statement(row, said)


def _statement(row: Request, said: RequestStatement) -> Iterator[Part]:
    by, title = f"{said.party} · {name_in(said.by)}", words(said.VERBS[said.verb])
    yield Event(said.at, title, f"request {row.pk}", by, said.text)
    for kept in said.files.all():
        yield Original(kept.file, words(row.__str__), facts={"request": row.pk, "round": said.round})


def _audited(rows: list[Request]) -> Iterator[Audited]:
    statements = [said for row in rows for said in row.statements.all()]
    yield Audited("contracts_request", frozenset(row.pk for row in rows))
    yield Audited("contracts_requeststatement", frozenset(said.pk for said in statements))
    yield Audited("contracts_requestfile", frozenset(kept.pk for said in statements for kept in said.files.all()))
    yield Audited("contracts_requestcriterion", frozenset(each.pk for row in rows for each in row.criteria.all()))
    yield Audited("contracts_requestedterm", frozenset(each.pk for row in rows for each in row.terms.all()))
    verdicts = frozenset(each.pk for said in statements for each in said.verdicts.all())
    yield Audited("contracts_criterionverdict", verdicts)
