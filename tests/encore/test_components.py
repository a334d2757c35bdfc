"""The kit: every component draws what it promises, and nothing of the page around it."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from deadlines.models import Deadline
from encore.web.styleguide import SpecimenForm
from foundation.templatetags.spans import until
from foundation.templatetags.ui import icon, money
from members.web.retention.charts import Value, lines

KIT = Path(settings.BASE_DIR) / "templates" / "_components"
AT = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def draw(html: str, /, **context: Any) -> str:
    """What a page with this piece of template sends, with runs of white space made one."""
    request = RequestFactory().get("/")
    surroundings = RequestContext(request)
    # Above what the context processors put in, as in a view's own render().
    surroundings.push(context)
    drawn = Template(CottonCompiler().process("{% load i18n %}" + html)).render(surroundings)
    return " ".join(drawn.split())


def deadline(due_in: timedelta, **state: Any) -> Deadline:
    now = datetime.now(UTC)
    return Deadline(started_at=now - timedelta(days=9), due_at=now + due_in, **state)


FORM = SpecimenForm()
REFUSED = SpecimenForm({"amount": "-3"})

# component → an example, and what must be seen in it
EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "alert": (
        '<c-alert tone="attention" title="Mind">text</c-alert>',
        ['data-tone="attention"', "Mind", "<svg", "text"],
    ),
    "button": ('<c-button href="/x/" icon="plus" variant="primary">Go</c-button>', ['<a href="/x/"', "Go", "<svg"]),
    "card": ('<c-card title="Sum" id="s">in</c-card>', ['id="s"', "<h2", "Sum", "in", "</section>"]),
    "choice-tiles": ('<c-choice-tiles :field="form.gravity" columns="3" />', ["<legend", 'value="major"', "Minor"]),
    "chart": (
        '<c-chart :chart="chart" label="By month" />',
        ['aria-label="By month"', "<polyline", "<title>Oct · Kept: 80", 'href="/o/"'],
    ),
    "clause-link": ('<c-clause-link href="/c/" number="6.2" value="24 h" />', ['href="/c/"', "Clause 6.2", "24 h"]),
    "crumb": ('<c-crumb>Here</c-crumb><c-crumb href="/a/">A</c-crumb>', ['aria-current="page">Here', 'href="/a/"']),
    "deadline-pill": ('<c-deadline-pill :deadline="due" />', ["<time", "2 h", "left", 'data-tone="calm"', "<svg"]),
    "dialog": ('<c-dialog id="d" title="Why">x</c-dialog>', ["<dialog", 'aria-labelledby="d-title"', "Why"]),
    "empty-state": ('<c-empty-state title="None" text="Begin" level="1" />', ["<h1", "None</h1>", "Begin"]),
    "fact": ('<c-fact label="Due">now</c-fact>', ["<dt>Due</dt>", "<dd>now</dd>"]),
    "facts": ('<c-facts columns="2">x</c-facts>', ['<dl class="enc-facts" data-columns="2"']),
    "field": ('<c-field :field="form.name" />', ['for="id_name"', "Name", "(required)", 'id="id_name_helptext"']),
    "filters": (
        '<c-filters action="/l/" also="#tabs">x</c-filters>',
        ['action="/l/"', 'hx-select-oob="#tabs"', "Show"],
    ),
    "form": ('<c-form :form="form" action="/s/" submit="Save" />', ["csrfmiddlewaretoken", "Save", 'name="text"']),
    "form-errors": ('<c-form-errors :form="refused" />', ['role="alert"', 'href="#id_name"', "Please correct this:"]),
    "heavy-clause": ('<c-heavy-clause step="1" of="3" number="9" value="7" />', ["1 of 3", 'value="7" required']),
    "money": ('<c-money :amount="amount" capitals="words" />', ["¥128,000.50", "words", "tabular"]),
    "page-header": ('<c-page-header title="Contracts" subtitle="all" />', ["<h1>Contracts</h1>", "all"]),
    "pager": ('<c-pager next="?a" />', ['href="?a"', "Next"]),
    "photo-input": (
        '<c-photo-input :field="form.photo" accept="image/*" />',
        ['type="file"', 'accept="image/*"', "Choose a file"],
    ),
    "pill": ('<c-pill tone="ok" icon="check">Kept</c-pill>', ['data-tone="ok"', "Kept", "<svg"]),
    "post-button": ('<c-post-button action="/w/" name="v">Go</c-post-button>', ["csrfmiddlewaretoken", 'name="v"']),
    "progress": ('<c-progress :value="3" :max="7" label="Done" />', ['value="3" max="7"', 'aria-label="Done"']),
    "signature-pad": ("<c-signature-pad />", ['name="drawing"', 'name="typed_name"', 'type="module"', "<canvas"]),
    "stat": ('<c-stat label="In time" value="93" of="100" unit="%" />', ["In time", "93", "/ 100", "%"]),
    "state-badge": ('<c-state-badge state="paid">Paid</c-state-badge>', ['data-state="paid"', "Paid"]),
    "stats": ("<c-stats>x</c-stats>", ["enc-stats"]),
    "steps": ('<c-steps :current="2" :labels="labels" />', ['aria-current="step"', "Read", "data-done"]),
    "tab": ('<c-tab href="/t/" active count="0">Text</c-tab>', ['aria-current="page"', "Text", ">0<"]),
    "table": ('<c-table caption="All"><tr><td>x</td></tr></c-table>', ["<caption", "All", "<tbody>", "<td>x</td>"]),
    "tabs": ('<c-tabs label="Parts">x</c-tabs>', ['<nav class="enc-tabs" aria-label="Parts"']),
    "time": ('<c-time :at="at" />', ['datetime="2026-05-06T12:00:00+08:00"', "2026-05-06 12:00"]),
    "timeline": ('<c-timeline label="Past">x</c-timeline>', ['<ol class="enc-timeline" aria-label="Past"']),
    "timeline-item": ('<c-timeline-item :at="at" by="W" title="Told" />', ["Told", "2026-05-06 12:00", "W"]),
    "trace-chain": ('<c-trace-chain label="Why">x</c-trace-chain>', ['<ol class="enc-chain" aria-label="Why"']),
    "trace-link": ('<c-trace-link kind="Term" title="h" value="48 h" why="so" />', ["Term", "48 h", "so"]),
}


@pytest.mark.parametrize("name", sorted(path.stem for path in KIT.glob("*.html")))
def test_component_draws_what_it_promises(name: str) -> None:
    example, expected = EXAMPLES[name]
    drawn = draw(
        example,
        form=FORM,
        refused=REFUSED,
        due=deadline(timedelta(hours=2, seconds=-30)),
        amount=Decimal("128000.50"),
        chart=lines(
            ["Sep", "Oct"], [("Kept", "ok", [Value(Decimal(60), "60", "/s/"), Value(Decimal(80), "80", "/o/")])]
        ),
        labels=["Prove", "Read", "Sign"],
        at=AT,
    )
    assert [part for part in expected if part not in drawn] == []
    assert "<c-" not in drawn


@pytest.mark.parametrize("name", sorted(path.stem for path in KIT.glob("*.html")))
def test_component_explains_itself_and_is_in_the_inventory(name: str) -> None:
    assert "{% comment %}" in (KIT / f"{name}.html").read_text(encoding="utf-8")
    assert f"<c-{name}" in (KIT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("due_in", "state", "tone", "words"),
    [
        (timedelta(hours=50), {}, "calm", "2 d 2 h left"),
        (timedelta(hours=3, minutes=20), {"warned": 50}, "attention", "3 h 20 min left"),
        (timedelta(minutes=5), {"warned": 80}, "urgent", "5 min left"),
        (timedelta(hours=-2), {}, "danger", "late by 2 h 0 min"),
        (timedelta(hours=-2), {"outcome": "missed"}, "danger", "Missed"),
        (timedelta(hours=2), {"outcome": "kept"}, "ok", "Kept"),
        (timedelta(hours=2), {"outcome": "cancelled"}, "muted", "Cancelled"),
        (timedelta(hours=-2), {"paused_at": AT}, "muted", "Paused"),
    ],
)
def test_deadline_pill_says_its_state_in_colour_icon_and_words(
    due_in: timedelta, state: dict[str, Any], tone: str, words: str
) -> None:
    drawn = draw('<c-deadline-pill :deadline="due" />', due=deadline(due_in, **state))
    assert f'data-tone="{tone}"' in drawn
    assert "<svg" in drawn
    assert words in drawn


def test_missed_pill_counts_lateness_until_it_was_done_and_no_further() -> None:
    due_at = datetime.now(UTC) - timedelta(days=3)
    done = Deadline(started_at=due_at, due_at=due_at, outcome="missed", done_at=due_at + timedelta(hours=5))
    assert "late by 5 h 0 min" in draw('<c-deadline-pill :deadline="due" />', due=done)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 min left"),
        (60, "1 min left"),
        (61, "2 min left"),
        (3599, "1 h 0 min left"),
        (86400, "1 d 0 h left"),
        (86340, "23 h 59 min left"),
        (0, "late by 0 min"),
        (-59, "late by 0 min"),
        (-60, "late by 1 min"),
        (-3600, "late by 1 h 0 min"),
        (-180000, "late by 2 d 2 h"),
    ],
)
def test_time_left_is_rounded_up_and_lateness_down(seconds: int, words: str) -> None:
    assert until(AT + timedelta(seconds=seconds), at=AT) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Decimal("1234.5"), "¥1,234.50"), (Decimal("-3"), "−¥3.00"), (0, "¥0.00"), (None, "—"), ("", "—")],
)
def test_money_has_separators_two_places_and_a_dash_for_nothing(amount: object, words: str) -> None:
    assert money(amount) == words


def test_field_ties_help_and_error_to_its_input() -> None:
    drawn = draw('<c-field :field="form.name" />', form=REFUSED)
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error"' in drawn
    assert "This field is required." in drawn


def test_field_keeps_what_was_typed() -> None:
    assert 'value="-3"' in draw('<c-field :field="form.amount" money />', form=REFUSED)


@pytest.mark.parametrize("name", list(FORM.fields))
def test_every_kind_of_field_has_a_label(name: str) -> None:
    drawn = draw('<c-field :field="field" />', field=FORM[name])
    assert str(FORM[name].label) in drawn
    assert f'name="{name}"' in drawn


def test_form_draws_every_field_when_it_is_given_no_content() -> None:
    drawn = draw('<c-form :form="form" />', form=FORM)
    assert [name for name in FORM.fields if f'name="{name}"' not in drawn] == []


def test_hostile_text_stays_text() -> None:
    hostile = '"><script>alert(1)</script>{{ 7|add:1 }}'
    drawn = draw('<c-card title="{{ t }}"><c-button id="{{ t }}">{{ t }}</c-button></c-card>', t=hostile)
    assert "<script" not in drawn
    assert "{{ 7|add:1 }}" in drawn


@pytest.mark.parametrize("name", sorted(path.stem for path in KIT.glob("*.html")))
def test_component_does_not_see_the_variables_of_the_page(name: str) -> None:
    """Each variable of a component is declared with a default, so that a page's own ``title`` cannot slip in."""
    source = (KIT / f"{name}.html").read_text(encoding="utf-8").partition("{% endcomment %}")[2]
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"{[{%](.*?)[%}]}", source)))) - {"attrs", "csrf_token"}
    given = ':field="specimen"' if 'field=""' in source else ""
    drawn = draw(f"<c-{name} {given} />", **dict.fromkeys(words, "leak"), specimen=FORM["channel"])
    assert "leak" not in drawn


def test_unknown_icon_draws_nothing() -> None:
    assert icon("no-such-icon") == ""
    assert icon("../../../settings") == ""


def test_messages_are_shown_with_their_level() -> None:
    drawn = draw('{% include "_shell/messages.html" with oob=True %}', messages=[Message(40, "Not <b>so</b>")])
    assert 'data-tone="error"' in drawn
    assert "Not &lt;b&gt;so&lt;/b&gt;" in drawn
    assert 'hx-swap-oob="true"' in drawn


def test_form_field_kinds_cover_a_multiple_choice() -> None:
    class Many(forms.Form):
        days = forms.MultipleChoiceField(choices=[("1", "Mon")], widget=forms.CheckboxSelectMultiple)

    assert "<fieldset" in draw('<c-field :field="form.days" />', form=Many())
