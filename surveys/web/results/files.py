"""The results of a wave as files: the printed report, a workbook, and what is needed to compute them again."""

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.web.xlsx_answer import Sheet, xlsx_answer
from parties.web.access import ScopedRequest, route
from surveys.domain.results.counting import parts_of, tally_of, wave_items
from surveys.domain.results.estimating import Share
from surveys.domain.results.exporting import answer_rows
from surveys.domain.results.figures import Row
from surveys.domain.results.formulas import FORMULA, LOYALTY, RECOMMENDATION, SATISFACTION
from surveys.domain.results.paper import report_of
from surveys.domain.results.reading import Result, results_before
from surveys.domain.results.storing import canonical
from surveys.domain.results.wording import Wording
from surveys.web.results.page import seen_result, wording_of

PIECE = 30_000
"""Characters of the canonical text in one cell."""


@route(GET="surveys.results")
def report_pdf(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The report on paper."""
    content = report_of(seen_result(request, wave_id), at=timezone.now())
    headers = {
        "Content-Disposition": f'inline; filename="survey-{wave_id}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@route(GET="surveys.results")
def report_xlsx(request: ScopedRequest, wave_id: int) -> HttpResponseBase:
    """The same figures as a workbook."""
    result = seen_result(request, wave_id)
    words = wording_of(result.wave)
    sheets = [
        Sheet(_("Figures"), _figures(result, words)),
        Sheet(_("Questions"), _questions(result, words)),
        Sheet(_("Trend"), _trend(result)),
    ]
    return xlsx_answer(sheets, name=f"survey-{wave_id}.xlsx")


@route(GET="surveys.results")
def recount_xlsx(request: ScopedRequest, wave_id: int) -> HttpResponseBase:
    """The groups, the answers question by question in random order, and the text that the hash covers."""
    result = seen_result(request, wave_id)
    sheets = [
        Sheet(_("Groups"), _groups(result)),
        Sheet(_("Answers"), _answers(result)),
        Sheet(_("Figures"), _text(result)),
    ]
    return xlsx_answer(sheets, name=f"survey-{wave_id}-recount.xlsx")


def _figures(result: Result, words: Wording) -> Iterator[list[object]]:
    yield [
        pgettext("survey", "Of whom"),
        _("Figure"),
        pgettext("survey", "Counted"),
        _("Out of"),
        pgettext("survey", "Value"),
        _("Lower bound"),
        _("Upper bound"),
        _("Without weights"),
        _("Answers"),
        _("Frame"),
    ]
    for row in result.rows:
        label = result.label_of(row)
        for code, share in ((SATISFACTION, row.satisfaction), (LOYALTY, row.loyalty)):
            if share is not None:
                yield [label, FORMULA[code].label, *_cells(share), row.answers, row.frame]
        if found := row.recommendation:
            counts = [found.promoters - found.detractors, found.of, found.value, found.low, found.high, ""]
            yield [label, FORMULA[RECOMMENDATION].label, *counts, row.answers, row.frame]
        for subject, share in row.subjects.items():
            yield [label, words.subject(subject), *_cells(share), row.answers, row.frame]


def _questions(result: Result, words: Wording) -> Iterator[list[object]]:
    yield [
        pgettext("survey", "Of whom"),
        _("Question"),
        pgettext("question of a survey", "Answer"),
        pgettext("survey", "Counted"),
        _("Out of"),
        _("Percent"),
        _("Mean"),
    ]
    for row in result.rows:
        yield from _items(result.label_of(row), row, words)


def _items(label: str, row: Row, words: Wording) -> Iterator[list[object]]:
    for key, figure in row.items.items():
        for value, percent in figure.percents.items():
            mean = "" if figure.mean is None else figure.mean
            said = [words.title(key), words.option(key, value)]
            yield [label, *said, figure.counts[value], figure.answered, percent, mean]


def _trend(result: Result) -> Iterator[list[object]]:
    yield [_("Wave"), _("First day"), _("Last day"), _("Figure"), *_heads()]
    for each in results_before(result.wave):
        if each.whole is None:
            continue
        shares = {SATISFACTION: each.whole.satisfaction, LOYALTY: each.whole.loyalty}
        for code, share in shares.items():
            if share is not None:
                days = each.wave.first_day.isoformat(), each.wave.last_day.isoformat()
                yield [each.wave.name, *days, FORMULA[code].label, *_cells(share)]


def _heads() -> list[str]:
    counted, value = pgettext("survey", "Counted"), pgettext("survey", "Value")
    return [counted, _("Out of"), value, _("Lower bound"), _("Upper bound"), _("Without weights")]


def _cells(share: Share) -> list[object]:
    return [share.count, share.of, share.percent, share.low, share.high, share.plain]


def _groups(result: Result) -> Iterator[list[object]]:
    yield ["group", "frame", "answers", "strata"]
    for part in parts_of(result.wave):
        strata = (result.places[ordinal] for ordinal in part.ordinals)
        named = "; ".join(f"{each.venue_id or ''}/{each.tier}" for each in strata)
        yield [part.number, part.frame, part.answers, named]


def _answers(result: Result) -> Iterator[list[object]]:
    yield ["question", "group", "value"]
    wave = result.wave
    for row in answer_rows(wave_items(wave), tally_of(wave), parts_of(wave)):
        yield list(row)


def _text(result: Result) -> Iterator[list[object]]:
    text = canonical(result.kept)
    yield ["sha256", result.sha256]
    for start in range(0, len(text), PIECE):
        yield ["text", text[start : start + PIECE]]
