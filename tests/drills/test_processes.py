"""What the drills wait for is really seen: in vain they would go on too early, and prove less than they say."""

import pytest
from psycopg2 import extensions

from tests.drills.processes import WAITING_FOR_A_LOCK, holding, writing_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


def test_who_has_written_and_not_committed_is_seen_by_another_login(
    owner_connection: extensions.connection, app_connection: extensions.connection
) -> None:
    with holding(app_connection, "UPDATE parties_party SET name = name"):
        assert writing_now(owner_connection) == 1
    assert writing_now(owner_connection) == 0
    with owner_connection.cursor() as cursor:
        cursor.execute(WAITING_FOR_A_LOCK)
        assert cursor.fetchone() == (0,)
