"""Values that cannot stand together in one contract. Each rule gives its refusal, or None where all is well."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.domain.terms import agreement_on_sums, agreement_on_time
from contracts.domain.terms.values import TermValue
from foundation.refusals import Refused


def against_each_other(values: Mapping[str, TermValue | None]) -> list[Refused]:
    """What each rule found; a rule whose values are blank finds nothing."""
    rules = (*agreement_on_sums.RULES, *agreement_on_time.RULES)
    return [refused for rule in rules if (refused := rule(values)) is not None]
