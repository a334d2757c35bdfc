import re
from datetime import timedelta

import pytest
from django.core import mail

from contracts.domain.signature import mailbox
from contracts.domain.signature.mailbox import ask_for_code, prove_mailbox
from contracts.domain.signature.signing_links import signer_scope
from contracts.models import SignatureRequest, SigningCode
from foundation import jobs
from foundation.refusals import Refused
from tests.contracts import drafts
from tests.contracts.drafts import AT

pytestmark = pytest.mark.django_db


def code_mailed_to(request: SignatureRequest) -> str:
    jobs.run_due(20)
    newest = [m for m in mail.outbox if m.to == [request.signer_email] and "code" in m.subject.lower()][-1]
    [digits] = re.findall(r"^\s+(\d{6})$", str(newest.body), re.MULTILINE)
    return str(digits)


def test_a_code_opens_once_and_rests_nowhere_in_the_clear() -> None:
    request = drafts.sent().request("B")
    by = signer_scope(request, source="test")
    ask_for_code(request.pk, by=by, at=AT)
    code = code_mailed_to(request)
    assert len(code) == 6
    assert code not in SigningCode.objects.get().code_hash
    prove_mailbox(request.pk, f" {code[:3]} {code[3:]}", by=by, at=AT + timedelta(minutes=9))
    with pytest.raises(Refused) as refusal:
        prove_mailbox(request.pk, code, by=by, at=AT + timedelta(minutes=9))
    assert refusal.value.code == "contracts.code_expired"


def test_five_wrong_tries_use_a_code_up() -> None:
    request = drafts.sent().request("B")
    by = signer_scope(request, source="test")
    ask_for_code(request.pk, by=by, at=AT)
    code = code_mailed_to(request)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Refused) as refusal:
            prove_mailbox(request.pk, wrong, by=by, at=AT)
        assert (refusal.value.code, refusal.value.params) == ("contracts.code_wrong", {"left": left})
    with pytest.raises(Refused) as refusal:
        prove_mailbox(request.pk, code, by=by, at=AT)
    assert refusal.value.code == "contracts.code_expired"


def test_a_code_dies_after_ten_minutes_and_with_the_next_one() -> None:
    request = drafts.sent().request("B")
    by = signer_scope(request, source="test")
    ask_for_code(request.pk, by=by, at=AT)
    first = code_mailed_to(request)
    with pytest.raises(Refused) as refusal:
        prove_mailbox(request.pk, first, by=by, at=AT + timedelta(minutes=10))
    assert refusal.value.code == "contracts.code_expired"
    ask_for_code(request.pk, by=by, at=AT + timedelta(seconds=1))
    second = code_mailed_to(request)
    assert first != second
    with pytest.raises(Refused) as refusal:
        prove_mailbox(request.pk, first, by=by, at=AT + timedelta(seconds=2))
    assert refusal.value.code == "contracts.code_wrong"
    prove_mailbox(request.pk, second, by=by, at=AT + timedelta(seconds=3))


def test_three_codes_in_ten_minutes_and_no_more() -> None:
    request = drafts.sent().request("B")
    by = signer_scope(request, source="test")
    for second in range(mailbox.CODES_PER_WINDOW):
        ask_for_code(request.pk, by=by, at=AT + timedelta(seconds=second))
    with pytest.raises(Refused) as refusal:
        ask_for_code(request.pk, by=by, at=AT + timedelta(minutes=9))
    assert refusal.value.code == "contracts.code_too_many"
    ask_for_code(request.pk, by=by, at=AT + timedelta(minutes=11))


def test_a_code_opens_only_the_signature_it_was_sent_for() -> None:
    desk = drafts.sent()
    request, other = desk.request("B"), desk.request("A")
    ask_for_code(request.pk, by=signer_scope(request, source="test"), at=AT)
    ask_for_code(other.pk, by=signer_scope(other, source="test"), at=AT)
    code = code_mailed_to(request)
    with pytest.raises(Refused) as refusal:
        prove_mailbox(other.pk, code, by=signer_scope(other, source="test"), at=AT)
    assert refusal.value.code == "contracts.code_wrong"
