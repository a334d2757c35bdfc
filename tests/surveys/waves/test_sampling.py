"""Sizes, allocations and draws: numbers of the textbooks, and what holds for every frame; without a database."""

import hashlib
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.domain.waves.allocation import highest_floor, neyman, proportional
from surveys.domain.waves.drawing import Cell, Frame, draw, fallen, frame_of, in_order, new_seed
from surveys.domain.waves.sizes import invitations_for, margin_of, size_for

FIVE = Decimal(5)
SEED = "00112233445566778899aabbccddeeff"


# --------------------------------------------------------------------------------------------------------------- sizes
@pytest.mark.parametrize(
    ("frame", "wanted"),
    # The table of Krejcie and Morgan (1970), which rounds; 100,000 is 382.7, printed there as 384.
    [(10, 10), (20, 20), (50, 45), (100, 80), (200, 132), (500, 218), (1000, 278), (10_000, 370), (12_000, 373)],
)
def test_the_size_is_that_of_the_textbooks(frame: int, wanted: int) -> None:
    assert size_for(frame, margin_percent=FIVE) == wanted


def test_an_endless_frame_asks_385_for_five_points_and_1068_for_three() -> None:
    assert size_for(10**9, margin_percent=FIVE) == 385
    assert size_for(10**9, margin_percent=Decimal(3)) == 1068
    assert (size_for(0, margin_percent=FIVE), size_for(1, margin_percent=FIVE)) == (0, 1)
    with pytest.raises(ValueError, match="above zero"):
        size_for(100, margin_percent=Decimal(0))


def test_a_margin_is_the_size_the_other_way_round() -> None:
    assert margin_of(384, frame_size=12_000) == Decimal("4.92")
    assert (margin_of(0, frame_size=10), margin_of(10, frame_size=10)) == (None, Decimal("0.00"))
    assert margin_of(100, frame_size=10**9) == Decimal("9.80")


@given(frame=st.integers(2, 10**6), tenths=st.integers(5, 300))
@settings(max_examples=60)
def test_a_size_reaches_its_margin_and_one_less_does_not(frame: int, tenths: int) -> None:
    margin = Decimal(tenths) / 10
    size = size_for(frame, margin_percent=margin)
    reached, missed = margin_of(size, frame_size=frame), margin_of(size - 1, frame_size=frame)
    assert reached is not None
    assert reached <= margin + Decimal("0.01")
    assert missed is None or missed >= margin - Decimal("0.01")


def test_who_expects_three_of_ten_to_answer_invites_more() -> None:
    assert invitations_for(373, response_percent=30) == 1244
    assert invitations_for(373, response_percent=100) == 373
    with pytest.raises(ValueError, match="of 100"):
        invitations_for(1, response_percent=0)


# --------------------------------------------------------------------------------------------------------- allocations
def test_neyman_is_that_of_the_textbook() -> None:
    """Scheaffer, Mendenhall and Ott, the three towns: 57 over 155, 62 and 93 households with 5, 15 and 10."""
    deviations = [Decimal(5), Decimal(15), Decimal(10)]
    assert neyman([155, 62, 93], deviations, sample=57, least=0) == [17, 20, 20]
    assert proportional([155, 62, 93], sample=57, least=0) == [29, 11, 17]


def test_a_stratum_gives_its_floor_and_never_more_than_it_has() -> None:
    assert proportional([9000, 990, 10], sample=100) == [86, 9, 5]
    assert proportional([9000, 997, 3], sample=100) == [87, 10, 3]
    assert neyman([100, 10], [Decimal(0), Decimal(9)], sample=50) == [40, 10]
    assert neyman([30, 60], [Decimal(0), Decimal(0)], sample=45) == [15, 30]
    assert proportional([50, 50, 50], sample=7) == [3, 2, 2]
    assert proportional([50, 50, 50], sample=2) == [1, 1, 0]
    with pytest.raises(ValueError, match="no larger"):
        proportional([1, 2], sample=4)


STRATA = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40)), min_size=1, max_size=12)


@given(strata=STRATA, share=st.integers(0, 1000), least=st.integers(0, 8))
@settings(max_examples=120)
def test_an_allocation_keeps_sum_floors_and_sizes(strata: list[tuple[int, int]], share: int, least: int) -> None:
    sizes, deviations = [size for size, _ in strata], [Decimal(deviation) / 10 for _, deviation in strata]
    sample = sum(sizes) * share // 1000
    floor = highest_floor(sizes, sample=sample, least=least)
    for counts in (
        proportional(sizes, sample=sample, least=least),
        neyman(sizes, deviations, sample=sample, least=least),
    ):
        assert sum(counts) == sample
        assert all(min(size, floor) <= count <= size for count, size in zip(counts, sizes, strict=True))
    plain = proportional(sizes, sample=sample, least=0)
    assert all(
        abs(count * sum(sizes) - sample * size) < sum(sizes)
        for count, size in zip(plain, sizes, strict=True)
        if sum(sizes)
    )


# --------------------------------------------------------------------------------------------------------------- draws
def framed(count: int) -> Frame:
    tiers = ("", "金卡", "银卡")
    return frame_of({pk: Cell(None if pk % 7 == 0 else 1 + pk % 2, tiers[pk % 3]) for pk in range(1, count + 1)})


def test_a_draw_is_what_its_description_says() -> None:
    """Counted here again from the words of the description, with numbers that may never change."""
    frame = frame_of({pk: Cell(1, "") for pk in (3, 1, 2, 5, 4)})
    order = sorted(range(1, 6), key=lambda pk: hashlib.sha256(f"{SEED}:{pk}".encode()).hexdigest())
    assert [each.member_id for each in in_order(frame, seed=SEED)] == order == [4, 2, 5, 1, 3]
    assert [(each.position, each.member_id) for each in draw(frame, seed=SEED, allocated=[2])] == [(1, 4), (2, 2)]
    assert frame.fingerprint == hashlib.sha256(b"0 1 \n1 0\n2 0\n3 0\n4 0\n5 0\n").hexdigest()
    with pytest.raises(ValueError, match="more than it has"):
        draw(frame, seed=SEED, allocated=[6])


def test_a_frame_has_one_fingerprint_however_it_was_read() -> None:
    frame = framed(40)
    turned = frame_of(
        {pk: frame.cells[ordinal] for pk, ordinal in reversed(list(zip(frame.member_ids, frame.ordinals, strict=True)))}
    )
    assert turned == frame
    assert framed(41).fingerprint != frame.fingerprint
    moved = Frame(frame.cells, frame.member_ids, (frame.ordinals[1], *frame.ordinals[1:]))
    assert moved.fingerprint != frame.fingerprint
    assert frame.cells[0].venue_id is None


@given(count=st.integers(1, 300), share=st.integers(1, 100))
@settings(max_examples=25)
def test_a_draw_keeps_its_allocation_and_order(count: int, share: int) -> None:
    frame = framed(count)
    allocated = proportional(frame.sizes, sample=max(1, count * share // 100))
    drawn = draw(frame, seed=SEED, allocated=allocated)
    assert Counter(each.ordinal for each in drawn) == +Counter(dict(enumerate(allocated)))
    order = in_order(frame, seed=SEED)
    for ordinal, wanted in enumerate(allocated):
        theirs = [each for each in order if each.ordinal == ordinal][:wanted]
        assert [each for each in drawn if each.ordinal == ordinal] == theirs
    assert draw(frame, seed=SEED, allocated=fallen(frame, seed=SEED, sample=sum(allocated))) == order[: sum(allocated)]


def test_every_member_is_drawn_as_often_as_any_other() -> None:
    """1,000 seeds, 20 of 100: χ² with 99 degrees of freedom lies below its 99.99 % point, and seeds do differ."""
    frame = frame_of({pk: Cell(1, "") for pk in range(1, 101)})
    seeds = [f"{number:032x}" for number in range(1000)]
    counts = Counter(each.member_id for seed in seeds for each in draw(frame, seed=seed, allocated=[20]))
    chi_square = sum((counts[pk] - 200) ** 2 for pk in range(1, 101)) / (200 * 0.8)
    assert chi_square * 100 / 99 < 161.3
    assert len({new_seed() for _ in range(20)}) == 20
