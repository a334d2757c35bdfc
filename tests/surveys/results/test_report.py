"""The printed report of a wave: the kept figures, on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from surveys.domain.results.paper import report_of, report_snapshot
from tests import factories
from tests.surveys.factories import LATER
from tests.surveys.results.waves import Spread, counted_wave

pytestmark = pytest.mark.django_db


def test_the_report_prints_what_is_kept() -> None:
    party = factories.party()
    venues = [factories.venue(party, name="东湖店"), factories.venue(party, name="西山店")]
    spreads = Spread(60, 57, 40, frame=900), Spread(40, 30, 20, frame=100)
    result = counted_wave(party, *spreads, venues=venues, free=7)
    said = report_snapshot(result, at=LATER)
    satisfaction, loyalty, score = said["indices"]
    assert (satisfaction["percent"], satisfaction["plain"]) == ("93.00", "87.00")
    assert (satisfaction["low"], satisfaction["high"]) == ("85.26", "96.82")
    assert (loyalty["count"], loyalty["of"], score["promoters"]) == (60, 100, 60)
    assert [(line["kind"], line["answers"]) for line in said["rows"]] == [("venue", 60), ("venue", 40), ("open", 7)]
    content = report_of(result, at=LATER)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for words in ("93.00", "东湖店", "包厢 · 音响", result.sha256[:20]):
        assert words in text.replace("\n", "")
