from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture
def process_environment(process_environment: dict[str, str], live_server: Any) -> dict[str, str]:
    """The worker mails links that open on the live server."""
    return {**process_environment, "SITE_URL": live_server.url}


@pytest.fixture(autouse=True)
def _release_brakes() -> Iterator[None]:
    yield
    cache.clear()
