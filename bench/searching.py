"""The archive's page on 10,000 contracts, by word, against the same page without a question."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.rows import Row, in_turn, seconds
from contracts.domain.archive.indexing import index_contract
from contracts.models import Contract
from foundation.searching import folded, grams
from parties.domain.roles import Role
from parties.models import Membership
from tests import factories
from tests.factories import Agreement

CONTRACTS = 10_000
ROUNDS = 15
FORMS = ("ktv-1", "ktv-2", "ktv-3", "service")
QUESTIONS = (
    ("a word of every contract", "投诉"),
    ("a word of one contract", "第八千零一号专属条款"),
    ("one sign", "诉"),
    ("three words", "投诉 违约金 示例仲裁委员会"),
    ("a word of none", "卡拉永远"),
)

# Each copy has a number, a title and a clause of its own; the rest it says as the contract it was copied from.
COPY = """
INSERT INTO contracts_contract (number, title, form_id, form_version, state, created_at, effective_at, ends_at,
    account_manager_id, contract_owner_id, party_a_id, party_b_id)
SELECT 'BENCH-' || c.id || '-' || n, c.title || n, c.form_id, c.form_version, c.state,
    c.created_at - n * '1 s'::interval, c.effective_at, c.ends_at,
    c.account_manager_id, c.contract_owner_id, c.party_a_id, c.party_b_id
FROM contracts_contract c, generate_series(1, %s) n WHERE c.id = %s
"""
PLACES = """
INSERT INTO contracts_searchplace (contract_id, text_id, piece, position, anchor)
SELECT c.id, p.text_id, p.piece, p.position, p.anchor
FROM contracts_contract c JOIN contracts_searchplace p ON p.contract_id = %s AND p.piece <> 'head'
WHERE c.number LIKE 'BENCH-' || %s || '-%%'
"""
OWN = "INSERT INTO contracts_searchtext (digest, zh, en, folded, grams) VALUES (%s, %s, '', %s, %s) RETURNING id"
OWN_PLACE = (
    "INSERT INTO contracts_searchplace (contract_id, text_id, piece, position, anchor) VALUES (%s, %s, %s, %s, '')"
)


def measure() -> Iterator[Row]:
    """Seconds for the whole page, in this process: questions, excerpts and template."""
    owner = _fill()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(owner.owner)
    for name, question in QUESTIONS:
        ours, empty = in_turn(lambda q=question: _page(client, q), lambda: _page(client, ""), rounds=ROUNDS)  # type: ignore[misc]
        yield Row(f"archive, {name} / no question", f"{CONTRACTS // 1000} k", ours, empty, "s")


def _page(client: Client, question: str) -> float:
    def ask() -> None:
        assert client.get("/contracts/search/", {"q": question}).status_code == 200

    return seconds(ask)


def _fill() -> Agreement:
    """Contracts copied from one of each form. Gives the agreement whose owner may read all of them, and asks."""
    now = timezone.now() - timedelta(days=1)
    first = factories.effective_contract(at=now, form_id=FORMS[0])
    others = [factories.effective_contract(at=now, form_id=form) for form in FORMS[1:]]
    for made in (first, *others):
        contract = made.contract
        Membership.objects.create(user=first.owner, party=made.client, role=Role.AUDITOR, active_from=now.date())
        index_contract(contract.pk, at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(COPY, [CONTRACTS // len(FORMS), contract.pk])
            cursor.execute(PLACES, [contract.pk, contract.pk])
    _give_each_its_own()
    with connection.cursor() as cursor:
        for table in ("contract", "searchplace", "searchtext"):
            cursor.execute(f"ANALYZE contracts_{table}")
    return first


def _give_each_its_own() -> None:
    rows = list(
        Contract.objects.filter(number__startswith="BENCH-").order_by("pk").values_list("pk", "number", "title")
    )
    with connection.cursor() as cursor:
        for count, (pk, number, title) in zip(itertools.count(1), rows, strict=False):
            clause = "第八千零一号专属条款" if count == len(rows) // 2 else f"专属条款{count}：服务时间另行书面确认。"
            for position, piece, text in ((0, "head", f"{number} {title}"), (900, "clause", clause)):
                plain = folded(text)
                cursor.execute(OWN, [f"{count:060d}{position:04d}", text, plain, grams(plain)])
                cursor.execute(OWN_PLACE, [pk, cursor.fetchone()[0], piece, position])
