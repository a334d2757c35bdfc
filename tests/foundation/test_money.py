"""Money: rounding, tax, capital numerals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import LARGEST, capitals, parse_capitals, round_fen, shown, split_gross
from foundation.refusals import Refused

AMOUNTS = st.decimals(min_value=0, max_value=LARGEST, places=2)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # The examples of 支付结算办法, annex 1.
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        # Zeros between the groups.
        ("1007.05", "人民币壹仟零柒元零伍分"),
        ("100009121", "人民币壹亿零玖仟壹佰贰拾壹元整"),
        ("100000000", "人民币壹亿元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("1000000001", "人民币壹拾亿零壹元整"),
        ("110000", "人民币壹拾壹万元整"),
        ("100010001.10", "人民币壹亿零壹万零壹元壹角整"),
        ("20300004005.06", "人民币贰佰零叁亿零肆仟零伍元零陆分"),
        # Both ends.
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("0.55", "人民币伍角伍分"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals_follow_the_rules_for_bills(amount: str, words: str) -> None:
    assert capitals(Decimal(amount)) == words
    assert parse_capitals(words) == Decimal(amount)


@given(AMOUNTS)
def test_every_amount_can_be_read_back(amount: Decimal) -> None:
    assert parse_capitals(capitals(amount)) == amount


@given(AMOUNTS)
def test_capitals_never_double_or_misplace_a_zero(amount: Decimal) -> None:
    words = capitals(amount)
    for wrong in ("零零", "零万", "零亿", "零仟", "零佰", "零拾", "零角", "零分", "零整"):
        assert wrong not in words
    assert "零元" not in words or amount == 0


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000", "1.005", "NaN", "Infinity"])
def test_capitals_refuse_what_cannot_stand_on_a_bill(amount: str) -> None:
    with pytest.raises(Refused) as refused:
        capitals(Decimal(amount))
    assert refused.value.code == "foundation.amount_out_of_range"


@pytest.mark.parametrize(
    "text", ["", "人民币", "壹元整", "人民币壹元", "人民币壹拾拾元整", "人民币零壹元整", "人民币一元整", "1"]
)
def test_other_texts_are_no_amounts(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_capitals(text)


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.005", "0.01"), ("2.345", "2.35"), ("-2.345", "-2.35"), ("1", "1.00")]
)
def test_half_a_fen_is_rounded_up(amount: str, rounded: str) -> None:
    assert str(round_fen(Decimal(amount))) == rounded


def test_tax_is_what_remains_of_the_gross_amount() -> None:
    assert split_gross(Decimal("100.00"), Decimal("0.06")) == (Decimal("94.34"), Decimal("5.66"))
    assert split_gross(Decimal("100.00"), Decimal(0)) == (Decimal("100.00"), Decimal("0.00"))


@given(AMOUNTS, st.sampled_from([Decimal("0.01"), Decimal("0.03"), Decimal("0.06"), Decimal("0.13")]))
def test_net_and_tax_are_the_gross_amount(gross: Decimal, rate: Decimal) -> None:
    net, tax = split_gross(gross, rate)
    assert net + tax == gross
    assert round_fen(net) == net


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "¥0.00"), ("1234.5", "¥1,234.50"), ("-3", "−¥3.00"), ("999999999999.99", "¥999,999,999,999.99")],
)
def test_amounts_are_shown_with_two_places(amount: str, words: str) -> None:
    assert shown(Decimal(amount)) == words
