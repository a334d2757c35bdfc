"""Money: yuan as Decimal with two places, never float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from foundation.refusals import Refused

FEN = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")


def round_fen(amount: Decimal) -> Decimal:
    """Round to the fen, half up (away from zero): the only rounding of money in this project."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """The amount as people read it on screens, in mails and on invoices, always with two places: ¥1,234.50, −¥3.00."""
    return f"{'−' if amount < 0 else ''}¥{abs(amount):,.2f}"


def share_out(total: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """An amount in whole fen shared out by weights, so that the shares add up to it to the fen.

    Each share is cut down to the fen; the fen that are left go, one each, to the shares that lost most by it, the
    earlier one first where they lost the same (largest remainder). Raises ValueError without a positive weight, for a
    negative one, and for an amount that is negative or finer than a fen.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or total < 0 or total != round_fen(total):
        raise ValueError("an amount in whole fen is shared out by weights that are not negative")
    cents = int(total * 100)
    shares = [cents * weight // whole for weight in weights]
    lost = sorted(range(len(weights)), key=lambda place: -(cents * weights[place] % whole))
    for place in lost[: cents - sum(shares)]:
        shares[place] += 1
    return [Decimal(share).scaleb(-2) for share in shares]


def split_gross(gross: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Split an amount that includes tax into (net, tax); `rate` is a fraction, Decimal("0.06") for 6 %.

    The tax is what remains, so that net + tax is the gross amount to the fen.
    """
    net = round_fen(gross / (1 + rate))
    return net, gross - net


def capitals(amount: Decimal) -> str:
    """The amount in capital numerals, from 0.00 to 999,999,999,999.99: 人民币壹仟零柒元零伍分.

    By the rules for filling in bills (支付结算办法, annex 1): 整 closes an amount without fen; zeros inside the number
    are one 零; a missing jiao before fen is 零. Where the rules leave a choice: 整 is written after jiao too, so that
    nothing can be added, and a 零 that only stands for the end of a group (107,000) is left out. Below one yuan the
    yuan are left out (0.05 is 人民币伍分) and nothing at all is 人民币零元整.
    Raises Refused("foundation.amount_out_of_range").
    """
    if not (amount.is_finite() and 0 <= amount <= LARGEST and amount == round_fen(amount)):
        raise Refused("foundation.amount_out_of_range")
    yuan, cents = divmod(int(amount * 100), 100)
    return "人民币" + (_whole(yuan) + "元" if yuan or not cents else "") + _fraction(cents, after_yuan=yuan > 0)


def _whole(yuan: int) -> str:
    words, gap = "", False
    for name, group in zip(GROUPS, (yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4), strict=True):
        if group:
            words += ("零" if words and (gap or group < 1000) else "") + _group(group) + name
        gap = not group
    return words or "零"


def _group(group: int) -> str:
    """One group of four digits, without zeros at either end."""
    words = "".join(DIGITS[int(d)] + (p if d != "0" else "") for d, p in zip(f"{group:04d}", PLACES, strict=True))
    return re.sub("零+", "零", words).strip("零")


def _fraction(cents: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    words = DIGITS[jiao] + "角" if jiao else "零" if fen and after_yuan else ""
    return words + (DIGITS[fen] + "分" if fen else "整")


def parse_capitals(text: str) -> Decimal:
    """The amount that `capitals` writes so. Raises ValueError for anything that it does not write."""
    place, whole, group, digit, cents = {"仟": 1000, "佰": 100, "拾": 10}, 0, 0, 0, 0
    for sign in text.removeprefix("人民币"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in place:
            group, digit = group + digit * place[sign], 0
        elif sign in "亿万元":
            whole += (group + digit) * {"亿": 10**8, "万": 10**4, "元": 1}[sign]
            group = digit = 0
        elif sign in "角分":
            cents, digit = cents + digit * {"角": 10, "分": 1}[sign], 0
    amount = Decimal(whole * 100 + cents).scaleb(-2)
    if amount > LARGEST or capitals(amount) != text:
        raise ValueError("not an amount in capital numerals")
    return amount
