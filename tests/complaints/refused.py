"""What a rule says no with."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from foundation.refusals import Refused


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal with this very code."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
