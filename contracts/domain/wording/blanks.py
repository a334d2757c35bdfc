"""Filling the blanks of a draft: what was typed becomes typed values, all of it or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.domain.locking import locked_contract
from contracts.domain.terms.catalogue import contradictions, spec
from contracts.domain.terms.term_value import TermValue
from contracts.domain.wording.drafting import require_editable
from contracts.models import ContractVersion, Term
from foundation.refusals import Refused
from parties.domain.scope import Scope, writing


@dataclass(frozen=True)
class Typed:
    """What a person typed into one blank, and the type chosen where the term allows several."""

    raw: str
    kind: str | None = None


class TermsRefused(Refused):
    """Some values do not fit; ``each`` says which (its field is the term's name) and why."""

    def __init__(self, each: Iterable[Refused]) -> None:
        super().__init__("contracts.terms_refused")
        self.each = tuple(each)


Values = dict[str, TermValue | None]


def values_of(version: ContractVersion) -> Values:
    """The stored value of each term of a version; ``None`` is an empty blank."""
    return {term.name: term.value for term in version.terms.all()}


def read_blanks(stored: Values, typed: Mapping[str, Typed]) -> tuple[Values, list[Refused]]:
    """The values as they would be with what was typed, and all that is wrong with it.

    A blank that was emptied becomes ``None``; one that cannot be read keeps its stored value. Names that the
    version does not have are left out.
    """
    values, refusals = dict(stored), []
    for name in typed.keys() & stored.keys():
        try:
            values[name] = _read(name, typed[name])
        except Refused as refused:
            refusals.append(refused)
    return values, [*refusals, *contradictions(values)]


def fill_terms(version_id: int, typed: Mapping[str, Typed], *, edits: int, by: Scope) -> ContractVersion:
    """Store typed values in a draft. ``edits`` is the version's count of savings that the person's page showed.

    Refused: ``contracts.frozen``, ``contracts.not_your_side``, ``contracts.changed_meanwhile``, and ``TermsRefused``
    for values that do not fit or contradict each other.
    """
    with writing(by):
        version = ContractVersion.objects.get(pk=version_id)
        contract = locked_contract(version.contract_id)
        # Read again under the lock: it may have been sent, or saved, a moment ago.
        version.refresh_from_db()
        require_editable(version, contract, by)
        if version.edits != edits:
            raise Refused("contracts.changed_meanwhile")
        values, refusals = read_blanks(values_of(version), typed)
        if refusals:
            raise TermsRefused(refusals)
        _store(version, values)
    return version


def _read(name: str, typed: Typed) -> TermValue | None:
    if not typed.raw.strip():
        return None
    return spec(name).read(typed.raw, typed.kind or None)


def _store(version: ContractVersion, values: Values) -> None:
    changed = [term for term in version.terms.all() if term.value != values[term.name]]
    for term in changed:
        value = values[term.name]
        term.stored = value.dump() if value else None
    if changed:
        Term.objects.bulk_update(changed, ["stored"])
        version.edits += 1
        version.save(update_fields=["edits"])
