"""What needs no database: telephone numbers, masks, and the words by which a name is found."""

import pytest

from foundation.refusals import Refused
from members.domain.privacy.masks import masked
from members.domain.privacy.name_words import sort_key, words_of_name, words_of_question
from members.domain.privacy.personal import Personal
from members.domain.privacy.phones import normal_phone


@pytest.mark.parametrize(
    "typed", ["13800001234", "138 0000 1234", "+86-138-0000-1234", "0086 (138) 00001234", "１３８００００１２３４"]
)
def test_five_notations_are_one_number(typed: str) -> None:
    assert normal_phone(typed) == "+8613800001234"


def test_a_number_from_abroad_keeps_its_country_and_a_landline_its_town() -> None:
    assert [normal_phone("+852 6123 4567"), normal_phone("010-8888 6666")] == ["+85261234567", "+861088886666"]
    assert normal_phone("+290 8123") == "+2908123"  # an island of four thousand people


@pytest.mark.parametrize(
    "typed", ["", "hello", "12", "95588", "123456", "138000012345678", "13800001234 ext. 5", "1" * 50]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        normal_phone(typed)
    assert (refusal.value.code, refusal.value.field) == ("members.phone_wrong", "phone")


def test_masks_leave_enough_to_recognise_somebody() -> None:
    clear = Personal("张三丰", "+8613812345678", "zhang@example.com", "11010519491231002X", "1949")
    assert masked(clear) == Personal("张*", "138****5678", "z****@example.com", "**************002X", "****")
    assert masked(Personal("J", "+861234567")) == Personal("J*", "****67")
    assert masked(Personal()) == Personal()
    assert repr(clear) == "Personal(name, phone, email, identity, birth_year)"


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("张三", ["zhang san", "zs", "zhangs", "san", "张", "张三", "三 张", "ZHANG", "張三"]),
        ("单雄信", ["shan", "dan", "sxx", "雄信"]),
        ("吕布", ["lv bu", "lu", "lü"]),
        ("John Smith 😀", ["john", "smith", "js", "Smi Joh"]),
    ],
)
def test_a_name_is_found_by_signs_pinyin_and_initials(name: str, questions: list[str]) -> None:
    words = words_of_name(name)
    assert [question for question in questions if not words_of_question(question) <= words] == []


def test_another_name_is_not() -> None:
    assert not words_of_question("zhang si") <= words_of_name("张三")
    assert not words_of_question("张四") <= words_of_name("张三")
    assert words_of_name("😀") == words_of_question("😀") == set()


def test_lists_are_sorted_by_the_family_name_and_initials_alone() -> None:
    keys = [sort_key(name) for name in ("张三", "曾国藩", "John Smith", "😀")]
    assert keys == ["zhang s", "zeng gf", "j s", "~"]
