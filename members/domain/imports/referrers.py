"""Who recommended the people of a file, by card number: somebody who is here, or somebody of another row.

A row may name a card that stands further down. So those who are not here yet are looked for among the rows once all of
them were looked at, and are noted once all of them were taken over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from foundation.refusals import Refused
from members.domain.imports.cells import by_code
from members.domain.imports.emptying import hasher_of
from members.domain.imports.plans import Plan, problem
from members.domain.imports.sealed import Row, opened_rows
from members.domain.registry.changing import change_many
from members.domain.registry.profile import card_number
from members.models import Import, ImportRow, Member, MemberState, RowOutcome
from parties.domain.scope import Scope

COLUMN: Final = "referrer"
LATER: Final = "referrer_later"
"""Among the fields of a row: who recommended its person is to be noted at the end."""
PIECE: Final = 2_000
UNKNOWN: Final = Refused("members.referrer_unknown", COLUMN)


def find_referrers(sent: Import, plans: Sequence[Plan], *, by: Scope) -> None:
    """Put the referrers who are here into what the rows say; the others wait. Nobody recommends themself."""
    known = _members_by_card(sent, [plan.referrer for plan in plans], by=by)
    for plan in plans:
        if plan.referrer and plan.referrer == plan.what.get("number"):
            plan.reject(Refused("members.referrer_circle", COLUMN))
        elif referrer_id := known.get(plan.referrer):
            plan.what["referrer_id"], plan.referrer = referrer_id, ""
            plan.profile = replace(plan.profile, referrer_id=referrer_id)


def reject_lost(sent: Import) -> None:
    """After all rows were looked at: whose referrer is in none of the good ones is rejected, and so on up the line."""
    hashed = hasher_of(sent)
    rows = opened_rows(sent, waiting(sent).values_list("pk", "number", "values_enciphered"))
    wanted = {row.pk: hashed(f"number:{_card(sent, row)}") for row in rows}
    lost = set(wanted)
    while wanted and lost:
        there = _keys_of_good_rows(sent, sorted(set(wanted.values())))
        lost = {pk for pk, key in wanted.items() if key not in there}
        _reject(lost, UNKNOWN)
        wanted = {pk: key for pk, key in wanted.items() if pk not in lost}


def _keys_of_good_rows(sent: Import, wanted: Sequence[str]) -> set[str]:
    good = ImportRow.objects.filter(of=sent).exclude(outcome=RowOutcome.REJECTED)
    found = set[str]()
    for start in range(0, len(wanted), PIECE):
        rows = good.filter(keys__overlap=wanted[start : start + PIECE])
        found.update(*rows.values_list("keys", flat=True))
    return found


def waiting(sent: Import) -> QuerySet[ImportRow]:
    """The rows whose referrer is to be noted at the end."""
    return ImportRow.objects.filter(of=sent, fields__contains=[LATER]).exclude(values_enciphered=b"")


def link_referrers(sent: Import, rows: Sequence[Row], *, by: Scope, at: datetime) -> None:
    """Note who recommended the people of these rows, who are all here by now; what cannot be is told beside the row."""
    loaded = ImportRow.objects.filter(pk__in=[row.pk for row in rows]).exclude(member=None)
    members = dict(loaded.values_list("pk", "member"))
    cards = {row.pk: _card(sent, row) for row in rows}
    known = _members_by_card(sent, cards.values(), by=by)
    _reject({row.pk for row in rows if cards[row.pk] not in known}, UNKNOWN)
    asked = {member_id: pk for pk, member_id in members.items() if cards[pk] in known}
    changes = {member_id: {"referrer_id": known[cards[pk]]} for member_id, pk in asked.items()}
    for member_id, refused in change_many(changes, by=by, at=at).items():
        _reject({asked[member_id]}, refused)


def _members_by_card(sent: Import, cards: Iterable[str], *, by: Scope) -> dict[str, int]:
    """Those in the person's reach; of an old card, who its owner is now."""
    seen = Member.objects.within(by, verb="members.see").filter(party=sent.party_id, number__in=set(cards) - {""})
    rows = seen.exclude(state=MemberState.ERASED).values_list("number", "pk", "merged_into")
    return {number: into or pk for number, pk, into in rows}


def _card(sent: Import, row: Row) -> str:
    return card_number(by_code(row.cells, sent.mapping).get(COLUMN, ""))


def _reject(row_ids: Iterable[int], refused: Refused) -> None:
    rows = ImportRow.objects.filter(pk__in=list(row_ids))
    rows.update(outcome=RowOutcome.REJECTED, problems=[problem(refused)], fields=[])
