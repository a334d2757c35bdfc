from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from contracts.domain.signature.delegating import delegate
from contracts.domain.signature.signers import Signer
from contracts.domain.signature.signing import unread_clauses
from contracts.domain.signature.signing_links import request_behind, signer_scope, token_of
from contracts.models import Contract, SignatureRequest
from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, act

pytestmark = pytest.mark.django_db
UNTIL = (AT + timedelta(days=5)).date()
DELEGATE = Signer("甄代签", "副总经理", "delegate@example.com", authority_scope="签署本合同", authority_until=UNTIL)
LETTER = b"%PDF-1.7 letter"


def pass_on(request: SignatureRequest, **changes: Any) -> SignatureRequest:
    """Pass a signature on to a colleague, by the signer."""
    to, letter = replace(DELEGATE, **changes), changes.get("letter", LETTER)
    by = signer_scope(request, source="test")
    return delegate(request.pk, to, letter=letter, letter_name="letter.pdf", by=by, at=AT)


def refusal_of(request: SignatureRequest, **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        pass_on(request, **changes)
    return refusal.value.code, refusal.value.field


def test_the_delegate_signs_in_that_place_and_the_old_link_dies() -> None:
    desk = drafts.sent()
    old = desk.request("B")
    drafts.read_heavy(old)
    token = token_of(old.links.get())
    new = pass_on(old)
    assert (new.side, new.party_name, new.delegated_from, new.authority) == (
        "B",
        old.party_name,
        old,
        "letter_of_authority",
    )
    for attempt in (partial(request_behind, token, at=AT), partial(act, old), partial(pass_on, old)):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert (refusal.value.code, refusal.value.params) == ("contracts.link_passed_on", {"name": "甄代签"})
    assert request_behind(token_of(new.links.get()), at=AT) == new
    # What the first one read was not read by the second.
    assert unread_clauses(new)
    drafts.sign(new)
    drafts.sign(desk.request("A"))
    assert Contract.objects.get(pk=desk.contract.pk).is_effective
    assert [m.user for m in Message.objects.filter(kind="contracts.passed_on")] == [desk.manager]
    passed = AuditEntry.objects.get(table_name="contracts_signaturerequest", row_id=str(old.pk), verb="U")
    assert (passed.actor, passed.after and passed.after["state"]) == (f"signer:{old.pk} {old.signer_name}", "delegated")


def test_a_client_passes_on_within_its_own_house_only() -> None:
    desk = drafts.sent()
    request = desk.request("A")
    assert refusal_of(request) == ("contracts.signer_mailbox_unknown", "email")
    stranger = factories.person(desk.provider, Role.FINANCE)
    assert refusal_of(request, email=stranger.email) == ("contracts.signer_mailbox_unknown", "email")
    colleague = factories.person(desk.client, Role.FINANCE)
    assert pass_on(request, email=colleague.email).signer_email == colleague.email


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"email": drafts.SIGNERS["B"].email.upper()}, "contracts.delegate_is_signer", "email"),
        ({"email": drafts.SIGNERS["A"].email}, "contracts.signers_alike", "email"),
        ({"name": " "}, "contracts.signer_missing", "name"),
        ({"authority_scope": ""}, "contracts.authority_incomplete", "authority_scope"),
        ({"authority_until": None}, "contracts.authority_incomplete", "authority_until"),
        ({"authority_until": (AT - timedelta(days=1)).date()}, "contracts.authority_expired", "authority_until"),
    ],
)
def test_what_is_no_proper_delegate_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    desk = drafts.sent()
    assert refusal_of(desk.request("B"), **changes) == (code, field)
    assert desk.request("B").is_open


def test_a_letter_that_is_no_paper_is_refused_and_nothing_is_passed_on() -> None:
    desk = drafts.sent()
    by = signer_scope(desk.request("B"), source="test")
    for letter, code in ((b"", "foundation.file_empty"), (b"GIF89a", "foundation.file_wrong_kind")):
        with pytest.raises(Refused) as refusal:
            delegate(desk.request("B").pk, DELEGATE, letter=letter, letter_name="letter.gif", by=by, at=AT)
        assert refusal.value.code == code
    assert desk.request("B").is_open


def test_an_expired_letter_signs_nothing() -> None:
    desk = drafts.sent()
    new = pass_on(desk.request("B"))
    drafts.read_heavy(new)
    with pytest.raises(Refused) as refusal:
        act(new, at=AT + timedelta(days=6))
    assert refusal.value.code == "contracts.authority_expired"
    act(new, at=AT + timedelta(days=5))
    assert SignatureRequest.objects.get(pk=new.pk).is_signed


def test_the_database_keeps_one_open_place_a_side_and_what_was_passed_on() -> None:
    desk = drafts.sent()
    old = desk.request("B")
    new = pass_on(old)
    for change in ("state = 'invited'", "signer_name = 'x'"):
        statement = f"UPDATE contracts_signaturerequest SET {change} WHERE id = %s"
        with (
            pytest.raises(DatabaseError, match="given or passed on"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [old.pk])
    for change in ("authority_until = NULL", "authority_scope = ''", "turn = 2", "side = 'A'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE contracts_signaturerequest SET {change} WHERE id = %s", [new.pk])
