"""Rows about people who were erased: emptied where they lie, and refused where they come up later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.db.models import Q, QuerySet

from foundation.enciphering import keyed_hasher
from foundation.refusals import Refused
from members.domain.imports.plans import Plan, problem
from members.domain.privacy.phones import normal_phone
from members.domain.registry.erasing import Gone
from members.models import Import, ImportErasure, ImportRow, ImportState, RowOutcome

ERASED: Final = "members.row_of_erased"
ENDED: Final = (ImportState.DONE, ImportState.DROPPED)


def hasher_of(sent: Import) -> Callable[[str], str]:
    """By which the rows of one import, and of no other, recognise each other."""
    return keyed_hasher(f"members.import:{sent.pk}")


def named(hashed: Callable[[str], str], number: str, phone: str) -> list[str]:
    """By what somebody is found among the rows: card number and telephone number, whichever can be read."""
    try:
        phone = normal_phone(phone) if phone else ""
    except Refused:
        phone = ""
    return [hashed(f"{name}:{value}") for name, value in (("number", number), ("phone", phone)) if value]


def forget_in_imports(gone: Gone) -> None:
    """Empty the rows about who goes in all files that can still be read, and remember in those not taken over yet, as
    long as they are open, whom they may not bring back."""
    empty_rows(ImportRow.objects.filter(member=gone.member_id))
    for sent in Import.objects.filter(party=gone.party_id).exclude(key_enciphered=None):
        keys = named(hasher_of(sent), gone.number, gone.personal.phone)
        if sent.state not in ENDED:
            erased = [ImportErasure(of=sent, key=key) for key in keys]
            ImportErasure.objects.bulk_create(erased, ignore_conflicts=True)
        empty_rows(_rows_about(sent, keys))


def empty_rows(rows: QuerySet[ImportRow]) -> None:
    """Nothing of what stood in them can be read or found any more; of those to come, why they are not taken over."""
    rows.filter(Q(is_loaded=False) | Q(outcome=RowOutcome.REJECTED)).update(
        outcome=RowOutcome.REJECTED, problems=[problem(Refused(ERASED))], fields=[]
    )
    rows.update(values_enciphered=b"", keys=[])


def reject_erased(sent: Import, plans: Iterable[Plan]) -> None:
    """Whoever was erased since the file came is not brought back by it. To be asked once it was looked up whom the rows
    are about: whoever is erased at this moment was found then, or is found now."""
    erased = _erased_keys(sent)
    for plan in plans:
        if plan.member_id is None and erased.intersection(plan.about):
            plan.problems.clear()
            plan.reject(Refused(ERASED))
            plan.is_of_erased = True


def empty_erased(sent: Import) -> None:
    """Before the rejected rows are kept: those, too, that were looked at in the moment of an erasure."""
    empty_rows(_rows_about(sent, _erased_keys(sent)))
    ImportErasure.objects.filter(of=sent).delete()


def _rows_about(sent: Import, keys: Iterable[str]) -> QuerySet[ImportRow]:
    """A row that was found to be about another member, who shares a telephone number, stays theirs."""
    return ImportRow.objects.filter(of=sent, member=None, keys__overlap=sorted(keys))


def _erased_keys(sent: Import) -> set[str]:
    return set(ImportErasure.objects.filter(of=sent).values_list("key", flat=True))
