"""A contract is locked in one way, from one place."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contracts.domain.locking import free_contract, lock_contracts, locked_breach, locked_contract
from tests import factories
from tests.contracts.liabilities import SIGNED
from tests.contracts.liability.test_breaches import breach_of

BASE = Path(settings.BASE_DIR)
HOME = BASE / "contracts" / "domain" / "locking.py"


def _locks_contracts(path: Path) -> bool:
    """Whether a module asks for rows of contracts to be locked."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "select_for_update"
        and any(isinstance(part, ast.Name) and part.id == "Contract" for part in ast.walk(node.value))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def test_no_other_module_locks_a_contract() -> None:
    floors = ("billing", "complaints", "contracts", "encore")
    paths = [path for floor in floors for path in (BASE / floor).rglob("*.py")]
    assert [path for path in paths if _locks_contracts(path)] == [HOME]


@pytest.mark.django_db
def test_the_contracts_row_alone_is_locked_and_rows_that_refer_to_it_may_come() -> None:
    contract = factories.effective_contract(at=SIGNED).contract
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        assert (locked_contract(contract.pk), free_contract(contract.pk)) == (contract, contract)
        lock_contracts({contract.pk})
    locks = [query["sql"].partition(" FOR ")[2] for query in asked if " FOR " in query["sql"]]
    assert locks == [
        'NO KEY UPDATE OF "contracts_contract"',
        'NO KEY UPDATE OF "contracts_contract" SKIP LOCKED',
        'NO KEY UPDATE OF "contracts_contract"',
    ]


@pytest.mark.django_db
def test_the_contract_comes_before_what_is_read_behind_its_lock() -> None:
    agreement = factories.effective_contract(at=SIGNED)
    breach = breach_of(agreement)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert locked_breach(breach.pk).contract == agreement.contract
    assert [" FOR NO KEY UPDATE" in query["sql"] for query in asked if "SELECT" in query["sql"]] == [False, True, False]
