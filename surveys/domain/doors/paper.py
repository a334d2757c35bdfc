"""Sheets of paper: printed with a number, typed in twice by two people, compared, and taken like any other answer.

What was typed in rests sealed like an answer in the pool, and is gone once the sheet is taken.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Max

from foundation.enciphering import keyed_hash
from foundation.refusals import Refused
from foundation.transitions import Lifecycle
from parties.domain.scope import Scope, writing
from surveys.domain.answers.checking import Said, checked_answer, in_words
from surveys.domain.answers.keys import key_for_answers
from surveys.domain.answers.sealing import SealedAnswer, seal, unseal
from surveys.domain.answers.taking import hold_open, size_of, take_answer, take_open_answer
from surveys.domain.designing.definition import worded
from surveys.domain.designing.reading import read_definition
from surveys.domain.waves.inviting import takes_answers
from surveys.domain.waves.lifecycle import ANSWERABLE
from surveys.models import Invitation, PaperEntry, PaperSheet, QuestionnaireVersion, SheetState, Wave

ENTER: Final = "surveys.interview"
MOST_SHEETS: Final = 500
"""Printed at once: a ream of paper, and what a printer is fed with."""
SHEET: Final = Lifecycle(
    "sheet of paper",
    {
        SheetState.PRINTED: {"enter": SheetState.ENTERED},
        SheetState.ENTERED: {"agree": SheetState.TAKEN, "differ": SheetState.DIFFERS, "drop": SheetState.SPARE},
        SheetState.DIFFERS: {"settle": SheetState.TAKEN, "drop": SheetState.SPARE},
        SheetState.TAKEN: {},
        SheetState.SPARE: {},
    },
    initial=SheetState.PRINTED,
)


def print_sheets(wave_id: int, count: int, *, drawn: bool, by: Scope, at: datetime) -> list[PaperSheet]:
    """So many more sheets, numbered on from the last: each for the next in the draw who has not answered and has no
    sheet yet (then there may be fewer), or for whoever takes one.

    Refused: ``parties.not_yours``, ``surveys.wave_not_running``, ``surveys.sheets_count``,
    ``surveys.nobody_for_sheets``.
    """
    if not 1 <= count <= MOST_SHEETS:
        raise Refused("surveys.sheets_count", "count", most=MOST_SHEETS)
    with writing(by):
        wave = Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=wave_id)
        if by.user_id is None or not by.may_for(ENTER, wave.party_id):
            raise Refused("parties.not_yours")
        if not takes_answers(wave, at=at):
            raise Refused("surveys.wave_not_running")
        whose = list(_without_sheet(wave_id, by=by)[:count]) if drawn else [None] * count
        if not whose:
            raise Refused("surveys.nobody_for_sheets")
        last = PaperSheet.objects.filter(wave=wave).aggregate(last=Max("number"))["last"] or 0
        sheets = [
            PaperSheet(wave=wave, number=number, invitation=each, printed_at=at, printed_by_id=by.user_id)
            for number, each in enumerate(whose, start=last + 1)
        ]
        return PaperSheet.objects.bulk_create(sheets)


def enter_sheet(sheet_id: int, said: Said, *, version_id: int, by: Scope, at: datetime) -> PaperSheet:
    """Type a sheet in, as the first or the second one. When both read the same it is taken at once; when not, somebody
    settles it. Nobody types a sheet in twice.

    Refused: ``parties.not_yours``, ``surveys.sheet_done``, ``surveys.sheet_same_person``, and what
    :func:`surveys.domain.answers.taking.take_answer` refuses.
    """
    with writing(by):
        sheet, user_id = _locked(sheet_id, by=by)
        definition = hold_open(sheet.wave, version_id=version_id, at=at)
        kept = checked_answer(definition, said)
        entries = list(sheet.entries.all())
        if len(entries) == 2:
            raise Refused("surveys.sheet_done")
        if any(each.user_id == user_id for each in entries):
            raise Refused("surveys.sheet_same_person")
        row = uuid.uuid4()
        sealed = seal(SealedAnswer(kept, None), row=row, key=key_for_answers(sheet.wave_id), size=size_of(definition))
        PaperEntry.objects.create(sheet=sheet, place=len(entries) + 1, user_id=user_id, row=row, sealed=sealed)
        if not entries:
            return SHEET.move(PaperSheet, sheet.pk, "enter")
        if _read(entries[0]) != kept:
            return SHEET.move(PaperSheet, sheet.pk, "differ")
        return _taken(sheet, kept, "agree", version_id=version_id, at=at)


def settle_sheet(sheet_id: int, said: Said, *, version_id: int, by: Scope, at: datetime) -> PaperSheet:
    """Say what the paper says where the two entries differ, and take the sheet.

    Refused: ``parties.not_yours``, ``foundation.not_allowed_now``, and what
    :func:`surveys.domain.answers.taking.take_answer` refuses.
    """
    with writing(by):
        sheet, _user_id = _locked(sheet_id, by=by)
        SHEET.next_state(sheet.state, "settle")
        kept = checked_answer(hold_open(sheet.wave, version_id=version_id, at=at), said)
        return _taken(sheet, kept, "settle", version_id=version_id, at=at)


def entries_of(sheet: PaperSheet) -> list[Mapping[str, Any]]:
    """What was typed in so far, for who has the paper in hand. Raises ``foundation.enciphering.Unreadable``."""
    return [_read(each) for each in sheet.entries.all()]


def differences(
    entries: Sequence[Mapping[str, Any]], version: QuestionnaireVersion, language: str
) -> list[tuple[str, list[str]]]:
    """Where two people read different things: the question, and what each of them typed in, in words."""
    definition = read_definition(version.definition)
    return [
        (worded(question.title, language), [in_words(question, each.get(question.key), language) for each in entries])
        for question in definition.questions
        if len({repr(each.get(question.key)) for each in entries}) > 1
    ]


def forget_entries(wave_id: int) -> None:
    """Of a wave that is opened: what was never settled counts for nothing, and nobody needs it any more."""
    PaperEntry.objects.filter(sheet__wave=wave_id).delete()


def _taken(sheet: PaperSheet, kept: Said, verb: str, *, version_id: int, at: datetime) -> PaperSheet:
    if sheet.invitation_id is not None:
        is_new = take_answer(sheet.invitation_id, kept, version_id=version_id, at=at)
    else:
        form = uuid.UUID(hex=keyed_hash(str(sheet.pk), purpose="surveys.paper_sheet")[:32])
        is_new = take_open_answer(sheet.wave_id, kept, form=form, version_id=version_id, at=at)
    sheet.entries.all().delete()
    return SHEET.move(PaperSheet, sheet.pk, verb if is_new else "drop")


def _read(entry: PaperEntry) -> Mapping[str, Any]:
    key = key_for_answers(entry.sheet.wave_id)
    return unseal(bytes(entry.sealed), row=entry.row, key=key).values


def _locked(sheet_id: int, *, by: Scope) -> tuple[PaperSheet, int]:
    mine = PaperSheet.objects.within(by, verb=ENTER).filter(pk=sheet_id)
    rows = PaperSheet.objects.select_for_update(no_key=True, of=("self",)).select_related("wave__version")
    sheet = rows.filter(pk__in=mine.values("pk")).first()
    if sheet is None or by.user_id is None:
        raise Refused("parties.not_yours")
    return sheet, by.user_id


def _without_sheet(wave_id: int, *, by: Scope) -> Any:
    open_ones = Invitation.objects.within(by, verb=ENTER).filter(wave=wave_id, state__in=ANSWERABLE, sheet=None)
    return open_ones.order_by("position")
