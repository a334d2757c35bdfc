"""A signer proves control of the mailbox: six digits, ten minutes, five tries, once."""

import unicodedata
from datetime import datetime, timedelta

from django.db.models import Sum

from contracts.models import SignatureRequest, SigningCode
from foundation import jobs
from foundation.derived_secrets import derived_code
from foundation.refusals import Refused
from foundation.tokens import code_matches, hash_code
from parties.domain.scope import Scope, writing

CODE_JOB = "contracts.signing_code"
LIFETIME = timedelta(minutes=10)
CODES_PER_WINDOW = 3
WINDOW = timedelta(minutes=10)
TRIES = 5
TRIES_IN_ALL = 20
LONGEST_TYPED = 12


def ask_for_code(request_id: int, *, by: Scope, at: datetime) -> None:
    """Have a one-time code mailed to the signer.

    Refused: ``contracts.code_too_many`` beyond three in ten minutes, ``contracts.code_guessed`` once twenty codes in
    all were typed wrong: six digits must not be tried for weeks.
    """
    with writing(by):
        # The lock makes the count below exact when two browsers ask at once.
        request = SignatureRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        if request.codes.filter(created_at__gt=at - WINDOW).count() >= CODES_PER_WINDOW:
            raise Refused("contracts.code_too_many")
        wrong = request.codes.aggregate(total=Sum("failures"))["total"] or 0
        if wrong >= TRIES_IN_ALL:
            raise Refused("contracts.code_guessed")
        code = SigningCode(request=request, created_at=at, expires_at=at + LIFETIME)
        code.code_hash = hash_code(digits_of(code), purpose_of(code))
        code.save()
        jobs.enqueue(CODE_JOB, f"{CODE_JOB}:{code.pk}", {"code": code.pk})


def digits_of(code: SigningCode) -> str:
    """The six digits that are mailed for this code."""
    return derived_code(f"{purpose_of(code)}:{code.nonce}")


def purpose_of(code: SigningCode) -> str:
    """What the code opens: this signature, asked for at this moment, and nothing else."""
    return f"{code.request_id}:{code.created_at.timestamp():.6f}"


def prove_mailbox(request_id: int, typed: str, *, by: Scope, at: datetime) -> None:
    """Use up the newest code. Refused: ``contracts.code_wrong`` (with the tries left), ``contracts.code_expired``."""
    with writing(by):
        refused = _try(request_id, typed, at)
    # Raised only now: inside, it would undo the count of the failure.
    if refused is not None:
        raise refused


def _try(request_id: int, typed: str, at: datetime) -> Refused | None:
    code = SigningCode.objects.select_for_update().filter(request_id=request_id).order_by("-pk").first()
    if code is None or code.used_at is not None or code.expires_at <= at or code.failures >= TRIES:
        return Refused("contracts.code_expired", "code")
    if code_matches(_plain(typed), purpose_of(code), code.code_hash):
        code.used_at = at
        code.save(update_fields=["used_at"])
        return None
    code.failures += 1
    code.save(update_fields=["failures"])
    return Refused("contracts.code_wrong", "code", left=TRIES - code.failures)


def _plain(typed: str) -> str:
    """What was typed, with full-width digits and spaces forgiven."""
    return "".join(unicodedata.normalize("NFKC", typed).split())[:LONGEST_TYPED]
