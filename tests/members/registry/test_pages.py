"""The pages of the registry: the list, the search, a member, enrolling and changing, own fields, tables."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.models import AuditEntry
from members.domain.privacy.reading import personal_of
from members.domain.registry.finding import Wanted
from members.models import CustomField, Member
from members.web.registry import reach
from parties.domain.roles import Role
from parties.models import Venue
from tests import factories
from tests.members.factories import enrolled
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


def desk(venue: Venue, role: Role = Role.VENUE_MANAGER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(venue.party, role))
    return client


def page(client: Client, name: str, *args: int, **sent: Any) -> str:
    answer = client.post(reverse(name, args=args), sent) if sent else client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


FORM = {
    "name": "李小龙",
    "phone": "139 1234 5678",
    "language": "zh-hans",
    "calendar": "solar",
    "month": "11",
    "day": "27",
    "year": "1980",
    "joined_date": "2026-01-02",
    "source": "promoter",
    "songs": "海阔天空\n光辉岁月",
}


def test_members_are_found_and_shown_masked() -> None:
    venue = factories.venue(factories.party())
    zhang, li = enrolled(venue), enrolled(venue, name="李四", phone="13911112222", number="VIP7")
    erased_elsewhere = enrolled(factories.venue(factories.party()), name="张三丰")
    client = desk(venue)
    listed = page(client, "members:list")
    assert [mask in listed for mask in ("张*", "138****1234", "李*", erased_elsewhere.number)] == [
        True,
        True,
        True,
        False,
    ]
    for words, who in (
        ("zhang san", [zhang]),
        ("zs", [zhang]),
        ("张三", [zhang]),
        ("1234", [zhang]),
        ("+86 139 1111 2222", [li]),
        ("vip7", [li]),
        ("l", [li]),
        ("0000", []),
        ("13800009999", []),
        ("😀", []),
    ):
        found = page(client, "members:search", q=words)
        assert [each for each in (zhang, li) if each.number in found] == who, words
    cleared = client.post(reverse("members:search"), {"q": " ", "party": venue.party_id})
    assert cleared["Location"] == f"{reverse('members:list')}?party={venue.party_id}"
    assert repr(Wanted(1, "13911112222")) == "Wanted(party_id=1)"


def test_whole_numbers_are_not_tried_out_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue), desk(venue)
    monkeypatch.setattr(reach, "NUMBERS", 2)
    found = [member.number in page(client, "members:search", q="138 0000 1234") for _each in range(3)]
    assert found == [True, True, False]
    assert "Too many attempts" in page(client, "members:search", q="13800001234")
    assert member.number in page(client, "members:search", q="1234")
    answer = client.post(reverse("members:enrol"), {**FORM, "venue": venue.pk, "phone": "13800001234"})
    assert answer.context["form"].errors["phone"] == ["Too many attempts. Wait ten minutes, then try again."]
    assert client.post(reverse("members:enrol"), {**FORM, "venue": venue.pk, "phone": ""}).status_code == 302
    assert member.number in page(desk(venue), "members:search", q="13800001234")


def test_the_list_is_narrowed_sorted_and_leafed_through() -> None:
    party = factories.party()
    here, there = factories.venue(party), factories.venue(party)
    names = ["王五", "陈二", "张三"]
    mine = [enrolled(here, name=name, phone="", source="event", birthday=None) for name in names]
    other = enrolled(there)
    client = desk(here)

    def listed(**query: Any) -> list[int]:
        answer = client.get(reverse("members:list"), query)
        return [member.pk for member, _masked in answer.context["rows"]]

    assert listed(venue=here.pk, sort="name") == [mine[1].pk, mine[0].pk, mine[2].pk]
    assert listed(source="event") == [member.pk for member in reversed(mine)]
    assert listed(month=8) == [other.pk]
    assert listed(venue=there.pk, source="event") == []
    Member.objects.bulk_create(
        Member(
            party=party,
            venue=here,
            number=f"B{number}",
            name_enciphered=b"?",
            source="other",
            joined_date=timezone.localdate(),
            created_at=timezone.now() + timedelta(seconds=number),
        )
        for number in range(35)
    )
    first = client.get(reverse("members:list"))
    second = client.get(reverse("members:list"), {"after": first.context["page"].after})
    numbers = [member.number for answer in (first, second) for member, _masked in answer.context["rows"]]
    assert numbers == [f"B{number}" for number in range(34, -1, -1)] + [each.number for each in (other, *mine[::-1])]


def test_a_member_is_enrolled_and_changed_without_being_seen_in_the_clear() -> None:
    venue = factories.venue(factories.party())
    client = desk(venue, Role.CUSTOMER_SERVICE)
    answer = client.post(reverse("members:enrol"), {**FORM, "venue": venue.pk})
    member = Member.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("members:member", args=[member.pk]))
    assert (personal_of(member).phone, personal_of(member).birth_year) == ("+8613912345678", "1980")
    assert member.preferences == {"songs": ["海阔天空", "光辉岁月"]}
    edit = page(client, "members:edit", member.pk)
    assert ("李小龙" in edit, "5678" in edit, "1980" in edit) == (False, True, False)
    changed = {**FORM, "venue": venue.pk, "number": member.number, "name": "", "phone": "", "year": "", "day": "28"}
    kept = client.post(reverse("members:edit", args=[member.pk]), {**changed, "revision": 0, "remove": ["phone"]})
    assert kept.status_code == 302
    member.refresh_from_db()
    clear = personal_of(member)
    assert (clear.name, clear.phone, clear.birth_year, member.birth_day) == ("李小龙", "", "1980", 28)
    late = client.post(reverse("members:edit", args=[member.pk]), {**changed, "revision": 0})
    assert (late.status_code, "Somebody changed this member" in late.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"month": ""}, "month"),
        ({"day": "31", "month": "2"}, "day"),
        ({"referrer": "M1"}, "referrer"),
        ({"venue": ""}, "venue"),
        ({"songs": "13800001234"}, "songs"),
    ],
)
def test_a_mistake_is_told_at_its_field(typed: dict[str, str], field: str) -> None:
    venue = factories.venue(factories.party())
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(venue.party, Role.CUSTOMER_SERVICE, venues=[venue]))
    answer = client.post(reverse("members:enrol"), {**FORM, "venue": venue.pk, **typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_datum_is_shown_for_a_reason_that_everybody_reads() -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue), desk(venue)
    show = reverse("members:show", args=[member.pk])
    assert client.post(show, {"field": "phone", "reason": " "}).status_code == 422
    assert client.post(show, {"field": "email", "reason": "找他"}).status_code == 422
    shown = client.post(show, {"field": "phone", "reason": "确认包厢"})
    assert ("13800001234" in shown.content.decode(), shown["Cache-Control"]) == (True, "private, no-store")
    again = page(client, "members:member", member.pk)
    assert ("13800001234" in again, "确认包厢" in again) == (False, True)
    assert [look.field for look in member.looks.all()] == ["phone"]
    assert desk(venue, Role.FLOOR).post(show, {"field": "phone", "reason": "?"}).status_code == 403


def test_consents_and_notes_are_written_on_the_members_page() -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue), desk(venue)
    consents = reverse("members:consents", args=[member.pk])
    for boxes in (["sms-marketing", "phone-service"], ["phone-service"]):
        assert client.post(consents, {"given": boxes, "way": "signed"}).status_code == 302
    said = [(word.channel, word.purpose, word.given) for word in member.consents.all()]
    assert said == [("phone", "service", True), ("sms", "marketing", True), ("sms", "marketing", False)]
    assert client.post(reverse("members:note", args=[member.pk]), {"note": ""}).status_code == 422
    assert client.post(reverse("members:note", args=[member.pk]), {"note": "喜欢靠窗"}).status_code == 302
    shown = page(client, "members:member", member.pk)
    assert [words in shown for words in ("喜欢靠窗", "Consent refused or withdrawn", "Note written")] == [
        True,
        True,
        True,
    ]
    assert AuditEntry.objects.filter(after__icontains="喜欢靠窗").count() == 0


def test_own_fields_stand_in_the_form_until_they_are_retired() -> None:
    venue = factories.venue(factories.party())
    client = desk(venue)
    fields = reverse("members:fields")
    assert client.post(fields, {"name": "称呼", "kind": "choice", "choices": "先生"}).status_code == 422
    assert client.post(fields, {"name": "称呼", "kind": "choice", "choices": "先生\n女士"}).status_code == 302
    field = CustomField.objects.get()
    typed = {**FORM, "venue": venue.pk, f"custom_{field.pk}": "女士"}
    assert client.post(reverse("members:enrol"), typed).status_code == 302
    member = Member.objects.get()
    assert "女士" in page(client, "members:member", member.pk)
    assert client.post(reverse("members:field-retire", args=[field.pk])).status_code == 302
    assert "称呼" not in page(client, "members:enrol")
    assert "称呼" in page(client, "members:edit", member.pk)


def test_a_table_is_masked_unless_a_reason_is_given_and_kept() -> None:
    venue = factories.venue(factories.party())
    member, client = enrolled(venue, name="=张三"), desk(venue)
    export = reverse("members:export")

    def lines(answer: Any) -> list[str]:
        return b"".join(answer.streaming_content).decode().splitlines()

    assert lines(client.get(export))[1].startswith(f"{member.number},'=*,138****1234,{venue}")
    assert client.post(export, {"reason": ""}).status_code == 422
    Member.objects.filter(pk=member.pk).update(number="1234567890123456789")  # a spreadsheet would round it
    card = ("1234567890123456789", "=*", "138****1234", str(venue))
    masked: Any = client.get(export, {"as": "xlsx"})
    table = workbook(b"".join(masked.streaming_content))
    assert [tuple(row[:4]) for row in next(iter(table.values()))[1:]] == [card]  # texts, and no formula
    Member.objects.filter(pk=member.pk).update(number=member.number)
    assert lines(client.post(export, {"reason": "寄请柬"}))[1].startswith(f"{member.number},'=张三,13800001234,{venue}")
    clear: Any = client.post(export, {"reason": "寄请柬", "as": "xlsx"})
    [[_headings, row]] = workbook(b"".join(clear.streaming_content)).values()
    assert row[:3] == [member.number, "=张三", "13800001234"]
    assert [(look.field, look.reason) for look in member.looks.all()] == [("export", "寄请柬")] * 2
    refused: Any = desk(venue, Role.ACCOUNT_MANAGER).post(export, {"reason": "寄请柬"})
    assert b"13800001234" not in b"".join(refused.streaming_content)


def test_a_member_of_another_house_is_not_there() -> None:
    member = enrolled(factories.venue(factories.party()))
    client = desk(factories.venue(factories.party()))
    names = ("members:member", "members:edit", "members:note", "members:consents", "members:show")
    answers = [client.get(reverse(name, args=[member.pk])).status_code for name in names[:2]]
    answers += [client.post(reverse(name, args=[member.pk])).status_code for name in names[2:]]
    assert answers == [404] * 5
