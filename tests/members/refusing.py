"""What a rule about members says no with."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from foundation.refusals import Refused


@contextmanager
def refusing(code: str, field: str | None = None) -> Iterator[None]:
    """Expect a refusal with this very code, which blames this field."""
    with pytest.raises(Refused) as refusal:
        yield
    assert (refusal.value.code, refusal.value.field) == (code, field)
