"""Changing the wording of a draft."""

from dataclasses import replace

import pytest

from contracts.domain.signature.sending import withdraw
from contracts.domain.wording.comparing import compare, deviations
from contracts.domain.wording.drafting import Frame, copy_contract
from contracts.domain.wording.editing import Words, add_section, change_clause, remove_section, restore_clause
from contracts.domain.wording.merging import pieces
from contracts.domain.wording.preview import readable_clauses
from contracts.domain.wording.snapshots import snapshot_of
from contracts.models import Clause
from contracts.web.wording.clause_forms import ClauseForm
from foundation.refusals import Refused
from parties.domain.roles import Role
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db
PLAIN = Words("", "", "双方应当友好协商。", "The parties talk in good faith.")


@pytest.fixture
def desk() -> Desk:
    return drafts.draft()


def clause(desk: Desk, number: str) -> Clause:
    return desk.version.clauses.get(number=number)


def change(desk: Desk, number: str, words: Words) -> Clause:
    return change_clause(clause(desk, number).pk, words, edits=desk.version.edits, by=desk.drafter)


def add(desk: Desk, article: str, words: Words) -> Clause:
    return add_section(desk.version.pk, article, words, edits=desk.version.edits, by=desk.drafter)


def refusal_of(desk: Desk, number: str, words: Words) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        change(desk, number, words)
    return refusal.value.code, refusal.value.field


def numbers(desk: Desk) -> list[str]:
    return list(desk.version.clauses.order_by("position").values_list("number", flat=True))


def test_a_changed_clause_deviates_and_keeps_the_forms_text(desk: Desk) -> None:
    before = clause(desk, "1.3")
    changed = change(desk, "1.3", PLAIN)
    assert (changed.deviates, changed.form_zh, changed.text_zh) == (True, before.text_zh, "双方应当友好协商。")
    assert changed.heading_zh == before.heading_zh
    assert [(each.label, each.kind) for each in deviations(desk.version, "zh-hans").clauses] == [("1.3", "changed")]


def test_the_forms_own_words_can_be_put_back(desk: Desk) -> None:
    before = clause(desk, "1.3").text_zh
    change(desk, "1.3", PLAIN)
    change(desk, "1.3", Words("", "", "另一种约定。", ""))
    restored = restore_clause(clause(desk, "1.3").pk, edits=desk.version.edits, by=desk.drafter)
    assert (restored.text_zh, restored.deviates) == (before, False)
    assert deviations(desk.version, "en").is_empty


def test_a_number_in_free_text_must_be_ticked(desk: Desk) -> None:
    typed = Words("", "", "应当在48小时内答复。", "Answer within 48 hours.")
    assert refusal_of(desk, "1.3", typed) == ("contracts.number_not_ticked", "does_not_act")
    ticked = Words("", "", typed.text_zh, typed.text_en, ("48小时", "48 hours", "7天"))
    assert change(desk, "1.3", ticked).does_not_act == ["48小时", "48 hours"]


def test_a_clause_goes_on_showing_the_terms_it_creates(desk: Desk) -> None:
    assert refusal_of(desk, "3.2", PLAIN) == ("contracts.term_not_shown", "text_zh")
    assert change(desk, "3.2", Words("", "", "应当在{{verify_within}}内核实。", "")).deviates


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("见{{no_such_term}}。", "contracts.term_unknown_here"),
        ("见{{§99.9}}。", "contracts.reference_missing"),
        ("{% load x %}", "contracts.foreign_syntax"),
        ("{{ 7*7 }}", "contracts.foreign_syntax"),
        ("", "foundation.required"),
        ("一\u202e二", "foundation.hidden_characters"),
    ],
)
def test_bad_words_are_refused_at_their_field(desk: Desk, text: str, code: str) -> None:
    assert refusal_of(desk, "1.3", Words("", "", text, "")) == (code, "text_zh")


def test_a_clause_without_english_is_read_in_chinese(desk: Desk) -> None:
    change(desk, "1.3", Words("", "", "双方应当友好协商。", ""))
    shown = next(each for each in readable_clauses(desk.version, "en") if each.number == "1.3")
    assert [segment.text for segment in shown.segments] == ["双方应当友好协商。"]


def test_sections_are_added_at_the_end_of_an_article_and_taken_out_again(desk: Desk) -> None:
    before = numbers(desk)
    first = add(desk, "2", Words("附加约定一", "", "双方应当友好协商。", ""))
    second = add(desk, "2", Words("附加约定二", "Second", "双方应当诚信履行。", "In good faith."))
    assert (first.number, second.number) == ("2.5", "2.6")
    assert numbers(desk)[: before.index("3")] == [*before[: before.index("3")]]
    assert numbers(desk)[before.index("3") :][:3] == ["2.5", "2.6", "3"]
    remove_section(first.pk, edits=desk.version.edits, by=desk.drafter)
    assert clause(desk, "2.5").heading_zh == "附加约定二"
    assert len(numbers(desk)) == len(before) + 1


def test_a_section_that_others_refer_to_stays(desk: Desk) -> None:
    added = add(desk, "2", Words("附加约定", "", "双方应当友好协商。", ""))
    change(desk, "1.3", Words("", "", "按照{{§2.5}}办理。", ""))
    with pytest.raises(Refused) as refusal:
        remove_section(added.pk, edits=desk.version.edits, by=desk.drafter)
    assert refusal.value.code == "contracts.clause_referred_to"


def test_a_clause_of_the_form_cannot_be_removed(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        remove_section(clause(desk, "1.3").pk, edits=desk.version.edits, by=desk.drafter)
    assert refusal.value.code == "contracts.clause_of_the_form"


def test_of_two_people_editing_at_once_the_later_is_told(desk: Desk) -> None:
    seen = desk.version.edits
    change(desk, "1.3", PLAIN)
    with pytest.raises(Refused) as refusal:
        change_clause(clause(desk, "2.1").pk, PLAIN, edits=seen, by=desk.drafter)
    assert refusal.value.code == "contracts.changed_meanwhile"


def test_nobody_else_changes_the_wording_and_no_one_once_it_is_sent(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        change_clause(clause(desk, "1.3").pk, PLAIN, edits=0, by=factories.scope(desk.owner))
    assert refusal.value.code == "contracts.not_your_side"
    sent = drafts.sent()
    with pytest.raises(Refused) as refusal:
        change(sent, "1.3", PLAIN)
    assert refusal.value.code == "contracts.frozen"


def test_what_is_printed_follows_the_changed_clauses(desk: Desk) -> None:
    add(desk, "2", Words("附加约定", "", "双方应当友好协商。", ""))
    printed = {each.number: each for each in snapshot_of(desk.version, at=AT).clauses}
    assert "".join(segment.text for segment in printed["2.5"].segments) == "双方应当友好协商。"
    assert printed["2.5"].heading == "附加约定"


def test_two_versions_are_compared_clause_by_clause_and_term_by_term() -> None:
    desk = drafts.ready_draft()
    desk.send()
    old = desk.version
    withdraw(desk.contract.pk, by=desk.drafter, at=AT)
    desk.fill(verify_within="12")
    add(desk, "2", Words("附加约定", "", "双方应当友好协商。", ""))
    found = compare(old, desk.version, "zh-hans")
    assert [(change.label, change.kind) for change in found.clauses] == [("2.5", "added"), ("3.2", "changed")]
    assert [(term.clause, term.old, term.new) for term in found.terms] == [("3.2", "24小时", "12小时")]
    assert compare(old, old, "en").is_empty


def test_a_filled_blank_is_no_deviation_but_another_figure_than_the_forms_is(desk: Desk) -> None:
    desk.fill(contract_amount="600000", verify_within="12")
    assert [(term.old, term.new) for term in deviations(desk.version, "zh-hans").terms] == [("24小时", "12小时")]


def test_differences_are_marked_by_the_character_in_chinese_and_by_the_word_in_english() -> None:
    assert [(each.kind, each.text) for each in pieces("应当在24小时内", "应当在12小时内")] == [
        ("same", "应当在"),
        ("removed", "24"),
        ("added", "12"),
        ("same", "小时内"),
    ]
    assert "".join(each.text for each in pieces("of the fee", "of the whole fee") if each.kind != "removed") == (
        "of the whole fee"
    )


def test_a_copy_says_all_that_its_source_says_to_another_client(desk: Desk) -> None:
    desk.fill(contract_amount="600000")
    change(desk, "1.3", PLAIN)
    client = factories.party()
    owner, venue = factories.person(client, Role.CONTRACT_OWNER), factories.venue(client)
    frame = Frame(client, desk.provider, "新合同", owner, [venue])
    copy = copy_contract(desk.version, frame=frame, by=desk.drafter, at=AT)
    assert compare(desk.version, copy.latest_version, "zh-hans").is_empty
    assert (copy.is_draft, copy.party_a, copy.latest_version.number) == (True, client, 1)
    assert copy.latest_version.glossary.count() == desk.version.glossary.count() > 0
    assert [kind.remedies for kind in copy.latest_version.breach_kinds.order_by("pk")] == [
        kind.remedies for kind in desk.version.breach_kinds.order_by("pk")
    ]


@pytest.mark.parametrize("field", ["heading_zh", "heading_en"])
def test_a_number_in_a_heading_must_be_ticked_too(desk: Desk, field: str) -> None:
    headings = {"heading_zh": "付款", "heading_en": "Payment", field: "逾期违约金每日5%，30日内付清"}
    words = Words(headings["heading_zh"], headings["heading_en"], "如标题所示。", "")
    with pytest.raises(Refused) as refusal:
        add(desk, "2", words)
    assert (refusal.value.code, refusal.value.field) == ("contracts.number_not_ticked", "does_not_act")
    added = add(desk, "2", replace(words, does_not_act=("5%", "30日")))
    assert added.does_not_act == ["5%", "30日"]
    form = ClauseForm(edits=0, data={"edits": "0", field: "30日内", "text_zh": "如标题所示。"})
    assert form.fields["does_not_act"].choices == [("30日", "30日")]  # type: ignore[attr-defined]


def test_a_number_of_any_length_can_be_ticked_and_kept(desk: Desk) -> None:
    words = Words("金额", "", "壹" * 70 + "元，" + "seventeen-" * 9 + "seven working days", "")
    added = add(desk, "2", replace(words, does_not_act=words.loose_numbers))
    assert [len(each) for each in added.does_not_act] == [25, 60]
