"""What the printed report of a wave holds: its figures as plain values, in both languages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from surveys.domain.results.estimating import Promoters, Share
from surveys.domain.results.figures import ItemFigure, Row
from surveys.domain.results.formulas import FORMULA, LOYALTY, RECOMMENDATION, SATISFACTION
from surveys.domain.results.judging import Judgement, judgements_of
from surveys.domain.results.reading import Result, results_before
from surveys.domain.results.wording import Wording

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def report_of(result: Result, *, at: datetime) -> bytes:
    """The report as a PDF."""
    from surveys.documents.report_pdf import render_report  # loaded by who prints, not by every process

    return render_report(report_snapshot(result, at=at))


def report_snapshot(result: Result, *, at: datetime) -> Mapping[str, Any]:
    """The report of a counted wave as JSON."""
    wave, whole = result.wave, result.whole
    judged = {each.formula.code: each for each in judgements_of(result, at=at)}
    return {
        "schema": "encore/survey-report/1",
        "name": wave.name,
        "party": wave.party.name,
        "contract": wave.contract.number if wave.contract else "",
        "first_day": f"{wave.first_day:%Y-%m-%d}",
        "last_day": f"{wave.last_day:%Y-%m-%d}",
        "opens": _moment(wave.opens_at),
        "closes": _moment(wave.closes_at),
        "counted": _moment(result.counted_at),
        "printed": _moment(at),
        "frame": result.frame,
        "asked": result.asked,
        "answers": whole.answers if whole else 0,
        "rate": str(result.rate_of(whole) or "") if whole else "",
        "destroyed": result.destroyed,
        "indices": _indices(whole, judged) if whole else [],
        "subjects": _subjects(result, whole) if whole else [],
        "rows": [_row(result, row) for row in result.by("venue", "tier", "group", "open")],
        "items": _items(result, whole or result.open),
        "trend": [_trend(each) for each in results_before(wave)],
        "formula": result.kept["formula"],
        "questionnaire": result.kept["questionnaire"],
        "frame_hash": result.kept["frame_hash"],
        "sha256": result.sha256,
    }


def both(said: Callable[[], object]) -> dict[str, str]:
    """A word in both languages."""
    found = {}
    for name, language in LANGUAGES.items():
        with translation.override(language):
            found[name] = str(said())
    return found


def _indices(whole: Row, judged: Mapping[str, Judgement]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"label": _named(code), **_share(share), **_verdict(judged, code)}
        for code, share in ((SATISFACTION, whole.satisfaction), (LOYALTY, whole.loyalty))
        if share is not None
    ]
    if whole.recommendation is not None:
        found.append({"label": _named(RECOMMENDATION), "points": True, **_promoters(whole.recommendation)})
    return found


def _named(code: str) -> dict[str, str]:
    return both(lambda: FORMULA[code].label)


def _verdict(judged: Mapping[str, Judgement], code: str) -> dict[str, Any]:
    found = judged.get(code)
    if found is None:
        return {"verdict": None}
    told = {"verdict": both(lambda: found.verdict.label), "code": str(found.verdict), "level": f"{found.level:f}"}
    return told | {"weights_decide": found.weights_decide}


def _subjects(result: Result, whole: Row) -> list[dict[str, Any]]:
    words = _wording(result)["zh"]
    return [{"label": _subject(code, words), **_share(share)} for code, share in whole.subjects.items()]


def _subject(code: str, words: Wording) -> dict[str, str]:
    return both(lambda: words.subject(code))


def _row(result: Result, row: Row) -> dict[str, Any]:
    return {
        "kind": row.cut.kind,
        "label": both(lambda: result.label_of(row)),
        "answers": row.answers,
        "frame": row.frame if row.cut.kind != "open" else None,
        "satisfaction": _share(row.satisfaction) if row.satisfaction else None,
        "is_open": row.cut.kind == "open",
    }


def _items(result: Result, row: Row | None) -> list[dict[str, Any]]:
    if row is None:
        return []
    words = _wording(result)
    return [_item(key, figure, words) for key, figure in row.items.items() if not key.startswith("=")]


def _item(key: str, figure: ItemFigure, words: Mapping[str, Wording]) -> dict[str, Any]:
    options: Sequence[Mapping[str, Any]] = [
        {
            "label": {name: wording.option(key, value) for name, wording in words.items()},
            "count": figure.counts[value],
            "percent": float(percent),
            "shown": f"{percent:.1f}",
        }
        for value, percent in figure.percents.items()
    ]
    return {
        "label": {name: wording.title(key) for name, wording in words.items()},
        "answered": figure.answered,
        "mean": "" if figure.mean is None else f"{figure.mean:.2f}",
        "good": _share(figure.good) if figure.good else None,
        "options": options,
    }


def _trend(result: Result) -> dict[str, Any]:
    whole = result.whole
    return {
        "name": result.wave.name,
        "first_day": f"{result.wave.first_day:%Y-%m}",
        "answers": whole.answers if whole else 0,
        "satisfaction": _share(whole.satisfaction) if whole and whole.satisfaction else None,
        "loyalty": _share(whole.loyalty) if whole and whole.loyalty else None,
    }


def _wording(result: Result) -> Mapping[str, Wording]:
    version = result.wave.version
    definition = version.definition if version else {"sections": []}
    return {name: Wording(definition, language) for name, language in LANGUAGES.items()}


def _share(share: Share) -> dict[str, Any]:
    return {
        "count": share.count,
        "of": share.of,
        "percent": _short(share.percent),
        "plain": _short(share.plain),
        "low": _short(share.low),
        "high": _short(share.high),
        "x": float(share.percent),
        "from": float(share.low),
        "span": float(share.high - share.low),
    }


def _promoters(found: Promoters) -> dict[str, Any]:
    values = {"percent": f"{found.value:.1f}", "low": f"{found.low:.1f}", "high": f"{found.high:.1f}"}
    return values | {"of": found.of, "promoters": found.promoters, "detractors": found.detractors, "verdict": None}


def _short(value: Any) -> str:
    """To a hundredth, downward as the value itself was cut."""
    return f"{value - value % type(value)('0.01'):.2f}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
