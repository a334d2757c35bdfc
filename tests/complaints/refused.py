"""What a rule says no with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from foundation.refusals import Refused


def refusal_of(act: Callable[[], object]) -> str:
    """The code with which this is refused."""
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal with this very code."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
