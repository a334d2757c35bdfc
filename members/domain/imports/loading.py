"""Taking over what was confirmed, in the background batch by batch: each row once, whatever is killed meanwhile.

A batch takes effect together with its job's being done, and each row says that it was taken over. Rows are judged anew
as they are taken: what happened since they were shown counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from foundation.copying import copy_rows
from foundation.enciphering import house_key
from foundation.jobs import enqueue
from foundation.models import Job
from foundation.refusals import Refused
from members.domain.bills.recording_many import record_bills
from members.domain.imports.emptying import ENDED, empty_erased
from members.domain.imports.judging import note, plans_for, rows_after, scope_of
from members.domain.imports.lifecycle import IMPORT
from members.domain.imports.plans import Plan
from members.domain.imports.referrers import link_referrers, waiting
from members.domain.imports.sealed import HEADINGS, wrapped
from members.domain.imports.sending import locked_import
from members.domain.imports.thinning import keep_rejected_alone
from members.domain.privacy.filing import Hashes
from members.domain.registry.changing import change_many
from members.domain.registry.consents import keep_said
from members.domain.registry.enrolling import next_member_ids, rows_of
from members.models import (
    Import,
    ImportErasure,
    ImportKind,
    ImportRow,
    ImportState,
    Member,
    MemberKey,
    MemberSearch,
    RowOutcome,
)
from parties.domain.scope import Scope, writing

LOAD: Final = "members.import_load"
FORGET: Final = "members.import_forget"
BATCH: Final = 2_000
KEPT_FOR: Final = timedelta(days=30)
"""For so long the rejected rows can be fetched; then the key is destroyed."""
GOOD: Final = (RowOutcome.NEW, RowOutcome.CHANGED)

# Two imports of one party at once would each take the same person for new.
ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('members.import', %s))"


def confirm_import(import_id: int, *, by: Scope, at: datetime) -> Import:
    """Take the good rows over, in the background.

    Refused: ``parties.not_yours``, ``foundation.not_allowed_now``, ``members.no_good_rows``.
    """
    with writing(by):
        locked_import(import_id, by=by)
        if not ImportRow.objects.filter(of=import_id, outcome__in=GOOD).exists():
            raise Refused("members.no_good_rows")
        sent = IMPORT.move(Import, import_id, "load", confirmed_by_id=by.user_id, confirmed_at=at, rows_done=0)
        enqueue(LOAD, f"{LOAD}:{import_id}:0", {"import": import_id, "after": 0})
        return sent


def drop_import(import_id: int, *, by: Scope, at: datetime) -> Import:
    """Give the import up; what it held can be read by nobody any more. What was taken over before stays.

    Refused as :func:`confirm_import`."""
    with writing(by):
        locked_import(import_id, by=by)
        return dropped(import_id, at=at)


def dropped(import_id: int, *, at: datetime) -> Import:
    """Let it end with nothing (more) taken over, and nobody who would have confirmed that."""
    nobody = {"confirmed_by_id": None, "confirmed_at": None}
    enqueue(FORGET, f"{FORGET}:{import_id}", {"import": import_id})
    return IMPORT.move(Import, import_id, "drop", ended_at=at, key_enciphered=None, **nobody)


def load_batch(job: Job) -> None:
    """Job: take the next rows over."""
    sent = Import.objects.select_for_update(no_key=True).get(pk=job.payload["import"])
    if sent.state != ImportState.LOADING:
        return
    after, now = int(job.payload["after"]), timezone.now()
    if job.payload.get("links"):
        _link_batch(sent, after, at=now)
        return
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [sent.party_id])
    waiting = ImportRow.objects.filter(of=sent, outcome__in=GOOD, is_loaded=False)
    rows = rows_after(sent, after, waiting, size=BATCH)
    if not rows:
        _link_batch(sent, HEADINGS, at=now)
        return
    take_over(sent, plans_for(sent, rows, at=now), by=scope_of(sent), at=now)
    last = rows[-1].number
    sent.rows_done = ImportRow.objects.filter(of=sent, number__gt=HEADINGS, number__lte=last).count()
    sent.save(update_fields=["rows_done"])
    enqueue(LOAD, f"{LOAD}:{sent.pk}:{last}", {"import": sent.pk, "after": last})


def _link_batch(sent: Import, after: int, *, at: datetime) -> None:
    """Once all rows are here: note for the next ones who recommended whom."""
    rows = rows_after(sent, after, waiting(sent).filter(is_loaded=True), size=BATCH)
    if not rows:
        _finish(sent, at=at)
        return
    by = scope_of(sent)
    with writing(by):
        link_referrers(sent, rows, by=by, at=at)
    last = rows[-1].number
    enqueue(LOAD, f"{LOAD}:{sent.pk}:links:{last}", {"import": sent.pk, "after": last, "links": True})


def take_over(sent: Import, plans: Sequence[Plan], *, by: Scope, at: datetime) -> None:
    """Do what the rows say, in the caller's transaction, and note on each what became of it."""
    with writing(by):
        if sent.kind == ImportKind.BILLS:
            good = [plan for plan in plans if not plan.is_rejected and plan.outcome != RowOutcome.SAME]
            _record_all(sent, good, by=by, at=at)
        else:
            enrol_many(sent, [plan for plan in plans if plan.outcome == RowOutcome.NEW], at=at)
            _change_all([plan for plan in plans if plan.outcome == RowOutcome.CHANGED], by=by, at=at)
            good = [plan for plan in plans if plan.outcome in GOOD and plan.words]
            said = {plan.member_id: plan.words for plan in good if plan.member_id is not None}
            keep_said(said, user_id=by.user_id, at=at)
    note(plans, is_loaded=True)


def enrol_many(sent: Import, plans: Sequence[Plan], *, at: datetime) -> None:
    """New members, all at once."""
    hashes, house = Hashes(sent.party_id), house_key()
    enrolled = []
    for plan, member_id in zip(plans, next_member_ids(len(plans)), strict=True):
        enrolled.append(rows_of(member_id, plan.profile, hashes=hashes, house=house, at=at))
        plan.member_id = member_id
    copy_rows(Member, (each.member for each in enrolled))
    copy_rows(MemberKey, (each.key for each in enrolled))
    copy_rows(MemberSearch, (each.search for each in enrolled))


def _record_all(sent: Import, plans: Sequence[Plan], *, by: Scope, at: datetime) -> None:
    """New bills and refunds, together; what refuses one leaves the others as they are."""
    answers = record_bills(sent.venue_id, [plan.what for plan in plans], by=by, at=at)
    for plan, answer in zip(plans, answers, strict=True):
        if isinstance(answer, Refused):
            plan.reject(answer)
        else:
            plan.outcome = RowOutcome.NEW if answer.is_new else RowOutcome.SAME
            plan.member_id = answer.bill.member_id


def _change_all(plans: Sequence[Plan], *, by: Scope, at: datetime) -> None:
    """Members who are here already, together; who stands in two of these rows has them done one after the other."""
    rounds: dict[int, list[Plan]] = {}
    seen = Counter[int | None]()
    for plan in plans:
        rounds.setdefault(seen[plan.member_id], []).append(plan)
        seen[plan.member_id] += 1
    for some in rounds.values():
        by_member = {plan.member_id: plan for plan in some if plan.member_id is not None}
        changes = {member_id: plan.what for member_id, plan in by_member.items()}
        for member_id, refused in change_many(changes, by=by, at=at).items():
            by_member[member_id].reject(refused)


def _finish(sent: Import, *, at: datetime) -> None:
    empty_erased(sent)
    key = keep_rejected_alone(sent)
    IMPORT.move(Import, sent.pk, "finish", ended_at=at, rows_done=sent.rows or 0, key_enciphered=wrapped(key))
    enqueue(FORGET, f"{FORGET}:{sent.pk}", {"import": sent.pk}, run_at=at + KEPT_FOR)


def forget_import(job: Job) -> None:
    """Job: destroy the key; the file and what stood in its rows can be read, or found, by nobody any more."""
    sent = Import.objects.select_for_update(no_key=True).get(pk=job.payload["import"])
    if sent.state in ENDED:
        Import.objects.filter(pk=sent.pk).update(key_enciphered=None)
        ImportRow.objects.filter(of=sent).exclude(keys=[]).update(keys=[])
        ImportErasure.objects.filter(of=sent).delete()
