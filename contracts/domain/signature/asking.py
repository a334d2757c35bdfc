"""A signer asks before signing; the account manager answers, and the answer is mailed back (capability A5)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from contracts.domain.locking import locked_contract, locked_place
from contracts.domain.news import tell_manager
from contracts.domain.signature.signing_place import require_open
from contracts.models import SignerAnswer, SignerQuestion
from foundation import jobs
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

ANSWER_JOB: Final = "contracts.signer_answer"
LONGEST_QUESTION: Final = 1000
LONGEST_ANSWER: Final = 2000
MOST_OPEN: Final = 5
"""Questions of one signer that may wait for an answer at a time."""


def ask(request_id: int, *, text: str, by: Scope, at: datetime) -> SignerQuestion:
    """Put a question to the account manager. Refused: what ``require_open`` refuses, ``contracts.question_missing``,
    ``contracts.questions_wait``."""
    text = clean_text(text, LONGEST_QUESTION, "text")
    if not text:
        raise Refused("contracts.question_missing", "text")
    with writing(by):
        request = locked_place(request_id)
        require_open(request)
        if request.questions.filter(answer=None).count() >= MOST_OPEN:
            raise Refused("contracts.questions_wait", "text")
        question = SignerQuestion.objects.create(request=request, text=text, asked_at=at)
        contract, amendment = request.version.contract, request.version.amendment or 0
        tell_manager(contract, "contracts.asked", str(question.pk), at=at, party=request.party_id, amendment=amendment)
    return question


def answer(question_id: int, *, text: str, by: Scope, at: datetime) -> SignerAnswer:
    """The provider answers; the signer gets the answer by mail. Refused: ``contracts.not_your_side``,
    ``contracts.answer_missing``, ``contracts.answered_already``."""
    text = clean_text(text, LONGEST_ANSWER, "text")
    if not text:
        raise Refused("contracts.answer_missing", "text")
    with writing(by):
        question = SignerQuestion.objects.select_related("request__version").get(pk=question_id)
        contract = locked_contract(question.request.version.contract_id)
        if not by.may_for("contracts.send", contract.party_b_id):
            raise Refused("contracts.not_your_side")
        if SignerAnswer.objects.filter(question=question).exists():
            raise Refused("contracts.answered_already")
        given = SignerAnswer.objects.create(question=question, text=text, answered_at=at, by=by.label)
        jobs.enqueue(ANSWER_JOB, f"{ANSWER_JOB}:{given.pk}", {"answer": given.pk})
    return given
