"""A house with a provider of SMS, and a customer who left a number."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.complaints.channels import provider as providers
from tests.complaints.channels.provider import Provider
from tests.complaints.factories import House, house


@pytest.fixture
def ktv(db: None) -> House:
    return house("ktv-3", signing_place="杭州市")


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """The provider of SMS of this installation."""
    with providers.running() as running:
        settings.CUSTOMER_GATEWAYS = running.settings()
        yield running
