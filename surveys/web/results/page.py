"""The results of a wave: indices with their verdicts, subjects, venues, questions, and the waves before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from members.web.retention import charts
from parties.web.access import ScopedRequest, route
from surveys.domain.results.departments import departments_of
from surveys.domain.results.figures import ItemFigure, Row
from surveys.domain.results.formulas import FORMULA, LOYALTY, RECOMMENDATION, SATISFACTION
from surveys.domain.results.handing_in import REPORT, duty_of
from surveys.domain.results.judging import Judgement, is_half_asked, judgements_of, share_of
from surveys.domain.results.reading import Result, result_of, results_before
from surveys.domain.results.wording import Wording
from surveys.models import Wave
from surveys.web.results.drawing import Bar, Piece, bar_of, pieces_of

SEE: Final = "surveys.results"


@dataclass(frozen=True)
class Index:
    """An index of the wave with what the contract wants of it; ``judged`` is empty where it wants nothing."""

    code: str
    label: str
    counted: str
    bar: Bar
    judged: Judgement | None
    is_half: bool


@dataclass(frozen=True)
class Line:
    """A row of figures: a venue, a tier, a group."""

    label: str
    row: Row
    rate: str
    satisfaction: Bar | None
    loyalty: Bar | None


@dataclass(frozen=True)
class Question:
    """A question as it was answered; ``options`` are words, how often, per cent."""

    title: str
    figure: ItemFigure
    good: Bar | None
    pieces: list[Piece]
    options: list[tuple[str, int, Any]]


@route(GET="surveys.results")
def results(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The page; before the wave is counted it says when it will be."""
    wave = seen_wave(request, wave_id)
    result = result_of(wave)
    if result is None:
        return render(request, "surveys/results/sealed.html", {"wave": wave})
    return render(request, "surveys/results/results.html", _context(request, wave, result))


def seen_wave(request: ScopedRequest, wave_id: int) -> Wave:
    """The wave, or 404."""
    rows = Wave.objects.within(request.scope, verb=SEE)
    return get_object_or_404(rows.select_related("contract", "occurrence", "party", "version"), pk=wave_id)


def seen_result(request: ScopedRequest, wave_id: int) -> Result:
    """The result of a counted wave, or 404."""
    result = result_of(seen_wave(request, wave_id))
    if result is None:
        raise Http404
    return result


def wording_of(wave: Wave) -> Wording:
    """The questionnaire of a wave in the reader's language."""
    return Wording(wave.version.definition if wave.version else {"sections": []}, (get_language() or "").lower())


def _context(request: ScopedRequest, wave: Wave, result: Result) -> dict[str, Any]:
    whole, words = result.whole, wording_of(wave)
    judged = {each.formula.code: each for each in judgements_of(result, at=timezone.now())}
    before = results_before(wave)
    return {
        "wave": wave,
        "result": result,
        "whole": whole,
        "rate": result.rate_of(whole) if whole else None,
        "indices": _indices(whole, judged) if whole else [],
        "score": whole.recommendation if whole else None,
        "score_formula": FORMULA[RECOMMENDATION],
        "subjects": [(words.subject(code), code, bar_of(share)) for code, share in whole.subjects.items()]
        if whole
        else [],
        "departments": departments_of(whole) if whole else [],
        "lines": [_line(result, row) for row in result.by("venue", "tier", "group")],
        "open": _line(result, result.open) if result.open else None,
        "questions": _questions(whole or result.open, words),
        "trend": before if len(before) > 1 else [],
        "chart": _chart(before) if len(before) > 1 else None,
        "has_texts": bool(words.texts),
        "is_own": request.scope.may_for(SEE, wave.party_id),
        "survey_duty": wave.occurrence.obligation if wave.occurrence else None,
        "report_duty": duty_of(wave, REPORT),
    }


def _indices(whole: Row, judged: Mapping[str, Judgement]) -> list[Index]:
    found = []
    for formula in (FORMULA[SATISFACTION], FORMULA[LOYALTY]):
        share, wanted = share_of(whole, formula), judged.get(formula.code)
        if share is not None:
            bar = bar_of(share, level=wanted.level if wanted else None)
            is_half = wanted is not None and is_half_asked(whole, formula)
            found.append(Index(formula.code, str(formula.label), str(formula.counted), bar, wanted, is_half))
    return found


def _line(result: Result, row: Row) -> Line:
    rate = result.rate_of(row)
    satisfaction, loyalty = (bar_of(share) if share else None for share in (row.satisfaction, row.loyalty))
    return Line(result.label_of(row), row, "" if rate is None else str(rate), satisfaction, loyalty)


def _questions(row: Row | None, words: Wording) -> list[Question]:
    if row is None:
        return []
    return [
        Question(
            words.title(key),
            figure,
            bar_of(figure.good) if figure.good else None,
            pieces_of(figure),
            [(words.option(key, each), figure.counts[each], percent) for each, percent in figure.percents.items()],
        )
        for key, figure in row.items.items()
        if not key.startswith("=")
    ]


def _chart(before: list[Result]) -> charts.Chart:
    """Both indices wave by wave; each point leads to its wave."""
    named = [
        (str(FORMULA[code].label), tone, [_value(each, code) for each in before])
        for code, tone in ((SATISFACTION, "one"), (LOYALTY, "two"))
    ]
    return charts.lines([f"{each.wave.first_day:%Y-%m}" for each in before], named)


def _value(result: Result, code: str) -> charts.Value:
    share = share_of(result.whole, FORMULA[code]) if result.whole else None
    if share is None:
        return charts.Value(None, "", "")
    text = f"{share.percent:.1f} % ({share.low:.1f} – {share.high:.1f})"
    return charts.Value(share.percent, text, reverse("surveys:results", args=[result.wave.pk]))
