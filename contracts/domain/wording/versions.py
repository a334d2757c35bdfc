"""Writing a contract version: from a form, or once more from an earlier version. Both copy all there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Max

from contracts.domain.form_reading.parts import Form, FormBreach, FormClause, FormTerm
from contracts.models import Annex, BreachKind, Clause, Contract, ContractVersion, GlossaryEntry, Term, ThirdParty

Row = TypeVar("Row", Clause, Term, Annex, GlossaryEntry, BreachKind)


def version_of_form(contract: Contract, form: Form) -> ContractVersion:
    """The first version of a contract: everything that its form says, so that a later form changes nothing here."""
    version = ContractVersion.objects.create(
        contract=contract,
        number=1,
        title_en=form.title_en,
        division=form.division,
        supplements=[each.code for each in form.supplements],
    )
    rows = Clause.objects.bulk_create(_clause(version, each, n) for n, each in enumerate(form.clauses, 1))
    clauses = {clause.number: clause for clause in rows}
    terms = Term.objects.bulk_create(_term(version, each, clauses) for each in form.terms)
    Annex.objects.bulk_create(
        Annex(
            version=version,
            code=each.code,
            position=position,
            title_zh=each.title_zh,
            title_en=each.title_en,
            content_zh=each.content_zh,
            content_en=each.content_en,
        )
        for position, each in enumerate(form.annexes, 1)
    )
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(
            version=version,
            position=position,
            term_zh=each.term_zh,
            term_en=each.term_en,
            text_zh=each.text_zh,
            text_en=each.text_en,
        )
        for position, each in enumerate(form.glossary, 1)
    )
    by_name = {term.name: term for term in terms}
    BreachKind.objects.bulk_create(_breach_kind(version, each, clauses, by_name) for each in form.breaches)
    return version


def next_version(old: ContractVersion) -> ContractVersion:
    """The next, unfrozen version of the same agreement with everything that ``old`` says."""
    return version_like(old, old.contract, amendment=old.amendment)


def version_like(old: ContractVersion, contract: Contract, *, amendment: int | None = None) -> ContractVersion:
    """A new version of ``contract`` (its first, or the one after its latest) with everything that ``old`` says.

    ``amendment``: the number of the supplementary agreement that it becomes; none for a contract's first agreement.
    """
    last = contract.versions.aggregate(last=Max("number"))["last"] or 0
    version = ContractVersion.objects.create(
        contract=contract,
        number=last + 1,
        amendment=amendment,
        title_en=old.title_en,
        reading_language=old.reading_language,
        division=old.division,
        supplements=old.supplements,
    )
    _copy_parts(old, version)
    return version


def amended_version(version: ContractVersion) -> ContractVersion | None:
    """The wording that an amendment changes: what acted when it took effect, or acts while it is on its way."""
    if not version.is_amendment:
        return None
    earlier = version.contract.versions.filter(effective_at__isnull=False, number__lt=version.number)
    return earlier.order_by("-number").first()


def _copy_parts(old: ContractVersion, version: ContractVersion) -> None:
    rows = Clause.objects.bulk_create(_again(old.clauses.all(), version))
    clauses = {clause.number: clause for clause in rows}
    terms = list(_again(old.terms.select_related("clause").order_by("pk"), version))
    for term in terms:
        term.clause = clauses[term.clause.number]
    by_name = {term.name: term for term in Term.objects.bulk_create(terms)}
    Annex.objects.bulk_create(_again(old.annexes.all(), version))
    GlossaryEntry.objects.bulk_create(_again(old.glossary.all(), version))
    kinds = list(_again(old.breach_kinds.select_related("clause", "damages_term").order_by("pk"), version))
    for kind in kinds:
        kind.clause = clauses[kind.clause.number]
        kind.damages_term = by_name[kind.damages_term.name] if kind.damages_term else None
    BreachKind.objects.bulk_create(kinds)
    _copy_third_party(old, version)


def _copy_third_party(old: ContractVersion, version: ContractVersion) -> None:
    """The third party goes along, but never into a contract of which it is a side itself."""
    third = ThirdParty.objects.filter(version=old).first()
    sides = (version.contract.party_a_id, version.contract.party_b_id)
    if third is not None and third.party_id not in sides:
        third.pk, third.version = None, version
        third._state.adding = True
        third.save()


def _again(rows: Iterable[Row], version: ContractVersion) -> Iterable[Row]:
    """Each row as a new one of ``version``, not yet in the database, with every field it has today or will have."""
    for row in rows:
        row.pk, row.version = None, version
        row._state.adding = True
        if isinstance(row, Clause):
            row.page = None
        yield row


def _clause(version: ContractVersion, clause: FormClause, position: int) -> Clause:
    return Clause(
        version=version,
        number=clause.number,
        position=position,
        kind=clause.kind,
        heading_zh=clause.heading_zh,
        heading_en=clause.heading_en,
        text_zh=clause.text_zh,
        text_en=clause.text_en,
        part=clause.part,
        origin=clause.origin,
        does_not_act=list(clause.does_not_act),
        duty=clause.duty or "",
        is_heavy=clause.heavy,
    )


def _term(version: ContractVersion, term: FormTerm, clauses: dict[str, Clause]) -> Term:
    stored = term.default.dump() if term.default else None
    return Term(
        version=version,
        clause=clauses[term.clause],
        name=term.name,
        stored=stored,
        form_value=stored,
        is_required=term.required,
        note_zh=term.note_zh,
        note_en=term.note_en,
    )


def _breach_kind(
    version: ContractVersion, breach: FormBreach, clauses: dict[str, Clause], terms: dict[str, Term]
) -> BreachKind:
    return BreachKind(
        version=version,
        clause=clauses[breach.clause],
        code=breach.code,
        fault=breach.fault,
        text_zh=breach.text_zh,
        text_en=breach.text_en,
        remedies=list(breach.remedies),
        late_terms=list(breach.late_terms),
        damages_term=terms[breach.damages_term] if breach.damages_term else None,
        allows_rescission=breach.rescission,
    )
