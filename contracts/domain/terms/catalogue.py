"""The one catalogue of terms: every name that a form may use, and what follows from its value.

The entries stand in `contracts/forms/terms.yaml`; a term is added there, and in no other place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.domain.terms.agreement import against_each_other
from contracts.domain.terms.catalogue_file import Table, shipped_entries
from contracts.domain.terms.term_spec import Range, TermSpec
from contracts.domain.terms.values import TermValue
from foundation.refusals import Refused


def _entry(data: dict[str, Any]) -> TermSpec:
    return TermSpec(
        data["name"],
        tuple(data["types"]),
        data["label"]["zh"],
        data["label"]["en"],
        data["drives"]["zh"],
        data["drives"]["en"],
        within=Range(data.get("least") or 0, data.get("most")),
        options=tuple(option["code"] for option in data.get("options") or ()),
        acts=data.get("acts", True),
    )


CATALOGUE: Mapping[str, TermSpec] = Table(lambda: {data["name"]: _entry(data) for data in shipped_entries()})
"""Every term by its name. Looking into it raises FileMistakes while the file is wrong."""


def spec(name: str) -> TermSpec:
    """The catalogue's entry of a name. Raises Refused `contracts.term_unknown`."""
    if name not in CATALOGUE:
        raise Refused("contracts.term_unknown", name=name)
    return CATALOGUE[name]


def contradictions(values: Mapping[str, TermValue | None]) -> list[Refused]:
    """Everything that is wrong with the values of a contract taken together; blanks contradict nothing.

    Each refusal names, as its field, the term to change first.
    """
    return [*_out_of_range(values), *against_each_other(values)]


def _out_of_range(values: Mapping[str, TermValue | None]) -> list[Refused]:
    found = []
    for name, value in values.items():
        try:
            if value is not None:
                spec(name).check(value)
        except Refused as refused:
            found.append(refused)
    return found
