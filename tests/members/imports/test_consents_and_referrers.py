"""A file also brings what members allow, the house's own fields, and who recommended whom, in whatever order."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from members.domain.imports import judging, loading
from members.domain.imports.consent_cells import CONSENTS
from members.domain.imports.results import labels_of, shown
from members.domain.registry.consents import Said, Word, consents_of, record_consents
from members.domain.registry.custom_fields import add_field, retire_field
from members.models import Consent, ImportRow, Member
from parties.models import Venue
from tests import factories
from tests.members.factories import at_work, enrolled
from tests.members.imports.factories import NOW, checked_members, loaded_members, outcomes

HEADINGS = ("卡号", "姓名", "推荐人卡号", "短信营销", "微信服务", "同意日期", "同意方式", "帮派", "常客", "入帮")
ROWS = (
    ("N1", "张三", "N3", "是", "否", "2025-03-01", "签字", "丐帮", "是", "2020-01-02"),
    ("N2", "李四", "KNOWN", "", "", "", "", "华山", "", ""),
    ("N3", "王五", "", "同意", "", "", "", "", "否", ""),
    ("KNOWN", "赵六", "n1", "是", "", "2025-03-01", "", "", "", ""),
)
SLIPS = (
    ("S1", "甲", "NOBODY", "", "", "", "", "", "", ""),
    ("S2", "乙", "S1", "", "", "", "", "", "", ""),
    ("S3", "丙", "S3", "", "", "", "", "", "", ""),
    ("S4", "丁", "", "也许", "", "2030-01-01", "飞鸽", "", "", ""),
    ("S5", "戊", "", "是", "", "2030-01-01", "", "", "", ""),
    ("S6", "己", "", "", "", "", "", "少林", "", ""),
    ("S7", "庚", "", "", "", "", "", "", "", "昨天"),
)


def house() -> tuple[Venue, Member]:
    """With fields of its own, and a member who said no this year."""
    venue = factories.venue(factories.party())
    by = at_work(venue)
    for name, kind, choices in (("帮派", "choice", ["丐帮", "华山"]), ("常客", "yes_no", []), ("入帮", "date", [])):
        add_field(venue.party_id, name, kind, choices, by=by)
    known = enrolled(venue, number="KNOWN", name="赵六", phone="")
    record_consents(known.pk, [Word("sms", "marketing", given=False)], way="call", by=by, at=NOW)
    return venue, known


@pytest.mark.django_db
def test_everything_of_a_file_comes_in_and_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "BATCH", 3)
    monkeypatch.setattr(loading, "BATCH", 2)
    venue, known = house()
    by = at_work(venue)
    sent = checked_members(venue, [*ROWS, *SLIPS], by=by, headings=HEADINGS)
    assert outcomes(sent) == {
        2: ("new", []),
        3: ("new", []),
        4: ("new", []),
        5: ("changed", []),
        6: ("rejected", ["members.referrer_unknown"]),
        7: ("rejected", ["members.referrer_unknown"]),
        8: ("rejected", ["members.referrer_circle"]),
        9: ("rejected", ["members.yes_or_no", "members.choice_unknown"]),
        10: ("rejected", ["members.consent_in_future"]),
        11: ("rejected", ["members.custom_wrong"]),
        12: ("rejected", ["members.custom_wrong"]),
    }
    first = shown(sent, list(ImportRow.objects.filter(of=sent, number=2)), by=by)[0]
    with translation.override("en"):
        seen = dict(zip(labels_of(sent), first.cells, strict=True))
    assert (seen["Recommended by (card number)"], seen["Consent: SMS · Offers"], seen["帮派"]) == ("N3", "是", "丐帮")
    assert not Member.objects.exclude(pk=known.pk).exists()

    sent = loaded_members(venue, ROWS, by=by, headings=HEADINGS)
    assert (sent.state, {outcome for outcome, _why in outcomes(sent).values()}) == ("done", {"new", "changed"})
    of = {member.number: member for member in Member.objects.select_related("referrer")}
    assert {number: str(member.referrer) for number, member in of.items()} == {
        "N1": "N3",
        "N2": "KNOWN",
        "N3": "None",
        "KNOWN": "N1",
    }
    assert sorted(of["N1"].custom.values(), key=str) == ["2020-01-02", True, "丐帮"]
    said = {
        (str(each.member), each.channel, each.purpose): (each.given, each.way, each.at, each.user_id)
        for each in Consent.objects.exclude(member=known)
    }
    day = datetime(2025, 3, 1, 4, 0, tzinfo=UTC)
    assert {key: word[:2] for key, word in said.items()} == {
        ("N1", "sms", "marketing"): (True, "signed"),
        ("N1", "wechat", "service"): (False, "signed"),
        ("N3", "sms", "marketing"): (True, "imported"),
    }
    assert said["N1", "sms", "marketing"][2:] == (day, by.user_id)
    assert not consents_of([known.pk])[known.pk]["sms", "marketing"].given  # the no came later than the yes of the file
    before = (Consent.objects.count(), [member.revision for member in Member.objects.order_by("pk")])
    again = checked_members(venue, ROWS, by=by, headings=HEADINGS)
    assert {outcome for outcome, _why in outcomes(again).values()} == {"same"}
    assert before == (Consent.objects.count(), [member.revision for member in Member.objects.order_by("pk")])


@pytest.mark.django_db
def test_of_two_rows_that_recommend_each_other_one_is_told_so_and_an_erased_referrer_is_nobody() -> None:
    venue = factories.venue(factories.party())
    by, headings = at_work(venue), ("卡号", "姓名", "推荐人")
    sent = loaded_members(venue, [("A", "张三", "B"), ("B", "李四", "A")], by=by, headings=headings)
    assert outcomes(sent) == {2: ("new", []), 3: ("rejected", ["members.referrer_circle"])}
    assert {str(member): str(member.referrer) for member in Member.objects.all()} == {"A": "B", "B": "None"}
    Member.objects.filter(number="A").update(referrer=None)
    gone = Member.objects.get(number="B")
    elsewhere = enrolled(factories.venue(venue.party), number="FAR", phone="")
    Member.objects.filter(pk=gone.pk).update(state="merged", merged_into=elsewhere)
    here = at_work(venue, only_here=True)
    rows = [("C", "王", "B"), ("D", "赵", "FAR")]
    assert outcomes(loaded_members(venue, rows, by=by, headings=headings)) == {2: ("new", []), 3: ("new", [])}
    assert set(Member.objects.filter(referrer=elsewhere).values_list("number", flat=True)) == {"C", "D"}
    rows = [("E", "王", "FAR")]
    unknown = ("rejected", ["members.referrer_unknown"])  # nor does a file tell whose cards other venues gave out
    assert outcomes(checked_members(venue, rows, by=here, headings=headings)) == {2: unknown}


@pytest.mark.django_db
def test_a_field_that_is_asked_no_more_keeps_its_column_in_a_file_on_its_way() -> None:
    venue, _known = house()
    by = at_work(venue)
    sent = checked_members(venue, ROWS[:3], by=by, headings=HEADINGS)
    for field in venue.party.member_fields.all():
        retire_field(field.pk, by=by, at=NOW)
    assert "帮派" in labels_of(sent)
    again = checked_members(venue, ROWS[:3], by=by, headings=HEADINGS)
    assert "帮派" not in labels_of(again)


def test_an_older_word_says_nothing_against_a_later_one_and_none_brings_a_consent_back() -> None:
    def says(given: bool, day: int | None, *, after: Consent | None) -> bool:
        at = datetime(2026, 1, day, tzinfo=UTC) if day else None
        return Said("sms", "marketing", given, "imported", at).counts_after(after)

    yes, no = (Consent(given=given, at=datetime(2026, 1, 10, tzinfo=UTC)) for given in (True, False))
    assert says(True, None, after=None)
    assert says(False, 1, after=None)
    assert [says(True, day, after=no) for day in (None, 9, 10, 11)] == [False, False, False, True]
    assert [says(False, day, after=yes) for day in (None, 9, 10, 11)] == [True, False, False, True]
    assert not any(says(given, day, after=word) for word, given in ((yes, True), (no, False)) for day in (None, 11))


def test_every_channel_and_purpose_has_its_column() -> None:
    assert len(CONSENTS) == 4 * 4 + 2
