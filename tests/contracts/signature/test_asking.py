import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from contracts.domain.signature.asking import answer, ask
from contracts.domain.signature.signing_links import signer_scope
from contracts.models import SignerQuestion
from foundation import jobs
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts import drafts, engagements
from tests.contracts.drafts import AT, Desk

pytestmark = pytest.mark.django_db


def asked(desk: Desk, side: str = "A", text: str = "第三条的期限怎么算？") -> SignerQuestion:
    request = desk.request(side)
    return ask(request.pk, text=text, by=signer_scope(request, source="test"), at=AT)


def seen_by(*people: object) -> list[int]:
    found = SignerQuestion.objects.all()
    return [found.within(factories.scope(person), verb="contracts.see").count() for person in people]  # type: ignore[arg-type]


def test_a_question_goes_to_the_account_manager_and_the_answer_back_by_mail_once() -> None:
    desk = drafts.sent()
    question = asked(desk)
    assert [m.user for m in Message.objects.filter(kind="contracts.asked")] == [desk.manager]
    answer(question.pk, text="自受理之时起算。", by=desk.drafter, at=AT)
    with pytest.raises(Refused) as refusal:
        answer(question.pk, text="再答", by=desk.drafter, at=AT)
    assert refusal.value.code == "contracts.answered_already"
    jobs.run_due(40)
    jobs.run_due(40)
    [sent] = [m for m in mail.outbox if "自受理之时起算。" in m.body]
    assert sent.to == [drafts.SIGNERS["A"].email]
    assert question.text in sent.body


def test_only_the_provider_answers_and_each_side_reads_its_own() -> None:
    desk = engagements.sent()
    third = factories.person(desk.version.third_party.party, Role.CONTRACT_OWNER)
    stranger = factories.person(factories.party(), Role.ACCOUNT_MANAGER)
    question = asked(desk, "third")
    assert seen_by(desk.manager, desk.owner, third, stranger) == [1, 0, 1, 0]
    asked(desk, "A")
    assert seen_by(desk.manager, desk.owner, third, stranger) == [2, 1, 1, 0]
    asked(desk, "B")
    assert seen_by(desk.manager, desk.owner, third, stranger) == [3, 1, 1, 0]
    for person in (desk.owner, third, stranger):
        with pytest.raises(Refused) as refusal:
            answer(question.pk, text="答", by=factories.scope(person), at=AT)
        assert refusal.value.code == "contracts.not_your_side"


def test_an_empty_one_too_many_and_one_after_signing_are_refused() -> None:
    desk = drafts.sent()
    for nth in range(5):
        asked(desk, text=f"问题{nth}")
    drafts.sign(desk.request("B"))
    for side, text, code in (
        ("A", " ", "contracts.question_missing"),
        ("A", "再问", "contracts.questions_wait"),
        ("B", "晚了", "contracts.link_used"),
    ):
        with pytest.raises(Refused) as refusal:
            asked(desk, side, text)
        assert refusal.value.code == code
    question = SignerQuestion.objects.earliest("pk")
    with pytest.raises(Refused) as refusal:
        answer(question.pk, text=" ", by=desk.drafter, at=AT)
    assert refusal.value.code == "contracts.answer_missing"


@pytest.mark.database
def test_what_was_asked_and_answered_stays() -> None:
    desk = drafts.sent()
    question = asked(desk)
    given = answer(question.pk, text="答", by=desk.drafter, at=AT)
    for table, pk in (("signerquestion", question.pk), ("signeranswer", given.pk)):
        for verb in (f"UPDATE contracts_{table} SET text = 'x'", f"DELETE FROM contracts_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{verb} WHERE id = %s", [pk])
