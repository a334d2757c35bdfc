"""What a request must say, by its kind: checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from contracts.domain.in_force import TermsInForce
from contracts.domain.requests.kinds import Kind
from contracts.domain.requests.offers import annexes_for, duties_for
from contracts.domain.terms.term_value import TermValue
from contracts.domain.wording.blanks import TermsRefused, Typed, read_blanks, values_of
from contracts.models import Contract, ContractVersion, Obligation
from contracts.models.requests import RequestKind
from contracts.models.third_parties import ThirdRole
from foundation.days import known_day
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text
from parties.models import Party

LONGEST_SUBJECT: Final = 100
LONGEST_TEXT: Final = 5000
LONGEST_PARTICULAR: Final = 2000
LONGEST_CRITERION: Final = 300
MOST_CRITERIA: Final = 30
NEEDS_ANNEX: Final = (RequestKind.SERVICE_PLAN, RequestKind.IP_STATEMENT)
ALWAYS_AMENDS: Final = (RequestKind.FEE_CHANGE, RequestKind.THIRD_PARTY)


@dataclass(frozen=True)
class Asking:
    """What a person asks, as typed. ``terms``: new values by the term's name; ``sent_by``, ``sent_date``: how the
    notice went out that a change of fees needs; ``proposed``: whom a request for a third party names, with its role."""

    subject: str
    text: str
    files: Sequence[Upload] = ()
    particulars: Mapping[str, str] = field(default_factory=dict)
    about_id: int | None = None
    wanted_date: date | None = None
    annex_code: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    amends: bool = False
    criteria: Sequence[str] = ()
    completes: bool = False
    proposed: tuple[Party, str] | None = None
    sent_by: str = ""
    sent_date: date | None = None


@dataclass(frozen=True)
class Demand:
    """The same, checked: the columns of the request, and what stands beside it."""

    columns: dict[str, Any]
    text: str
    criteria: Sequence[str]
    changes: Mapping[str, tuple[TermValue | None, TermValue]]


def checked(
    kind: Kind, asking: Asking, contract: Contract, terms: TermsInForce, asker: Party, *, at: datetime
) -> Demand:
    """The demand in order. Refused: ``foundation.required``, ``contracts.request_file_missing``,
    ``contracts.request_annex_missing``, ``contracts.request_duty_missing``, ``contracts.extension_not_later``,
    ``contracts.request_changes_nothing``, ``contracts.criteria_missing``, ``contracts.third_party_is_a_side``, and
    ``TermsRefused``."""
    if kind.wants_files and not asking.files:
        raise Refused("contracts.request_file_missing", "papers")
    changes = _changes(kind, asking, terms)
    about = _duty(kind, asking, contract, asker)
    columns: dict[str, Any] = {
        "subject": _required(clean_line(asking.subject, LONGEST_SUBJECT, "subject"), "subject"),
        "particulars": _particulars(kind, asking),
        "annex_code": _annex(kind, asking, terms),
        "about": about,
        "amends": kind.code in ALWAYS_AMENDS or (kind.code == RequestKind.CHANGE and (asking.amends or bool(changes))),
        "completes": kind.is_judged and asking.completes,
    }
    if kind.code == RequestKind.THIRD_PARTY and asking.proposed is not None:
        columns |= _proposed(*asking.proposed, contract)
    if kind.code == RequestKind.EXTENSION:
        if asking.wanted_date is not None:
            known_day(asking.wanted_date, "wanted_date")
        columns["wanted_date"] = _later(about, asking.wanted_date, "wanted_date", at=at)
    text = _required(clean_text(asking.text, LONGEST_TEXT, "text"), "text")
    return Demand(columns, text, _criteria(kind, asking), changes)


def _required(text: str, name: str) -> str:
    if not text:
        raise Refused("foundation.required", name)
    return text


def _particulars(kind: Kind, asking: Asking) -> dict[str, str]:
    return {
        code: _required(clean_text(asking.particulars.get(code, ""), LONGEST_PARTICULAR, code), code)
        for code, _label in kind.particulars
    }


def _proposed(party: Party, role: str, contract: Contract) -> dict[str, Any]:
    if party.pk in (contract.party_a_id, contract.party_b_id):
        raise Refused("contracts.third_party_is_a_side", "proposed_party", party=party.name)
    return {"proposed_party": party, "proposed_role": ThirdRole(role)}


def _annex(kind: Kind, asking: Asking, terms: TermsInForce) -> str:
    known = set(annexes_for(kind, terms).values_list("code", flat=True))
    is_missing = not asking.annex_code and bool(known) and kind.code in NEEDS_ANNEX
    if is_missing or (asking.annex_code and asking.annex_code not in known):
        raise Refused("contracts.request_annex_missing", "annex_code")
    return asking.annex_code


def _duty(kind: Kind, asking: Asking, contract: Contract, asker: Party) -> Obligation | None:
    duties = duties_for(kind, contract, asker)
    if asking.about_id is None:
        if kind.code == RequestKind.EXTENSION:
            raise Refused("contracts.request_duty_missing", "about")
        return None
    found = duties.filter(pk=asking.about_id).first()
    if found is None:
        raise Refused("contracts.request_duty_missing", "about")
    return found


def _later(about: Obligation | None, day: date | None, name: str, *, at: datetime) -> date:
    if day is None:
        raise Refused("foundation.required", name)
    if about is None or day <= about.due_day or day < timezone.localdate(at):
        raise Refused("contracts.extension_not_later", name)
    return day


def _changes(kind: Kind, asking: Asking, terms: TermsInForce) -> Mapping[str, tuple[TermValue | None, TermValue]]:
    """Each term that is to have another value: what it has and what it is to have."""
    if kind.code not in (RequestKind.FEE_CHANGE, RequestKind.CHANGE):
        return {}
    stored = values_of(ContractVersion.objects.get(pk=terms.version_id))
    typed = {
        name: Typed(raw) for name, raw in asking.terms.items() if raw.strip() and (name in kind.terms or not kind.terms)
    }
    values, refusals = read_blanks(stored, typed)
    if refusals:
        raise TermsRefused(refusals)
    changes = {name: (stored[name], new) for name, new in values.items() if new is not None and new != stored[name]}
    if not changes and kind.code == RequestKind.FEE_CHANGE:
        raise Refused("contracts.request_changes_nothing")
    return changes


def _criteria(kind: Kind, asking: Asking) -> list[str]:
    if not kind.is_judged:
        return []
    found = [clean_line(each, LONGEST_CRITERION, "criteria") for each in asking.criteria]
    found = list(dict.fromkeys(filter(None, found)))
    if not found or len(found) > MOST_CRITERIA:
        raise Refused("contracts.criteria_missing", "criteria", limit=MOST_CRITERIA)
    return found
