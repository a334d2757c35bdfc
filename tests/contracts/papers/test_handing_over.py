"""Data handed over: recorded by the giver, confirmed by the receiver, back or gone with a proof."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.life.lifecycles import HANDOVER_LIFE
from contracts.domain.life.settlement import settlement_of
from contracts.domain.papers.handing_over import OF_GIVER, Word, answer_handover, verbs_for
from contracts.domain.papers.registers import WantedData
from contracts.models import DataHandover, HandoverStep
from contracts.models.handovers import HandoverState
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts.calendars import at, running
from tests.contracts.delivered import answer, archived, client, give, provider, upload
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
TODAY, LATER = at("2026-03-20"), at("2026-03-25")


@pytest.fixture
def agreement() -> Agreement:
    return running()


def refusal(act: object, *args: object, **given: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **given)  # type: ignore[operator]
    return refused.value.code


def walk(agreement: Agreement, *verbs: str) -> DataHandover:
    """Data of the client, and these steps by whoever does them."""
    given = give(agreement, client(agreement), at=TODAY)
    for verb in verbs:
        by = client(agreement) if verb in OF_GIVER else provider(agreement)
        answer(given, verb, by, at=LATER, text="说明")
    given.refresh_from_db()
    return given


def test_data_goes_there_and_back(agreement: Agreement) -> None:
    given = walk(agreement, "receive", "give_back", "accept")
    assert given.state == HandoverState.SETTLED
    steps = [(step.verb, step.party, step.on_date) for step in given.steps.all()]
    assert steps == [
        ("receive", agreement.provider, None),
        ("give_back", agreement.provider, date(2026, 3, 25)),
        ("accept", agreement.client, None),
    ]
    assert (given.giver, given.receiver, given.records) == (agreement.client, agreement.provider, 1200)


PATHS = {
    "handed_over": (),
    "contested": ("contest",),
    "held": ("receive",),
    "returned": ("receive", "give_back"),
    "destroyed": ("receive", "destroy"),
    "settled": ("receive", "destroy", "accept"),
    "withdrawn": ("withdraw",),
}


@pytest.mark.parametrize("state", HANDOVER_LIFE.states)
def test_each_verb_is_open_to_its_own_side_in_its_own_states(agreement: Agreement, state: str) -> None:
    given = walk(agreement, *PATHS[state])
    assert given.state == state
    open_now = set(HANDOVER_LIFE.verbs(state))
    assert set(verbs_for(given, by=client(agreement))) == open_now & set(OF_GIVER)
    assert set(verbs_for(given, by=provider(agreement))) == open_now - set(OF_GIVER)
    for verb in HandoverStep.VERBS:
        right, wrong = client(agreement), provider(agreement)
        if verb not in OF_GIVER:
            right, wrong = wrong, right
        assert refusal(answer, given, verb, wrong, at=LATER, text="说明") == "contracts.not_other_side"
        if verb not in open_now:
            assert refusal(answer, given, verb, right, at=LATER, text="说明") == "foundation.not_allowed_now"


@pytest.mark.parametrize(("path", "verb"), [((), "contest"), ((), "withdraw"), (("receive", "destroy"), "refuse")])
def test_a_no_says_why(agreement: Agreement, path: tuple[str, ...], verb: str) -> None:
    given = walk(agreement, *path)
    by = client(agreement) if verb in OF_GIVER else provider(agreement)
    assert refusal(answer, given, verb, by, at=LATER) == "contracts.reason_missing"


@pytest.mark.parametrize("verb", ["give_back", "destroy"])
def test_the_end_has_a_day_and_a_proof(agreement: Agreement, verb: str) -> None:
    given, by = walk(agreement, "receive"), provider(agreement)

    def with_word(word: Word) -> str:
        return refusal(answer_handover, given.pk, verb, word, by=by, at=LATER)

    assert with_word(Word(on_date=LATER.date())) == "contracts.proof_missing"
    assert with_word(Word(proof=upload())) == "contracts.data_day"
    assert with_word(Word(on_date=date(2026, 3, 19), proof=upload())) == "contracts.data_day"
    assert with_word(Word(on_date=date(2026, 3, 26), proof=upload())) == "contracts.data_day"
    wrong = Word(on_date=LATER.date(), proof=upload("x.pdf", b"MZ\x90\x00" + bytes(99)))
    assert with_word(wrong) == "foundation.file_wrong_kind"
    given.refresh_from_db()
    assert given.state == HandoverState.RECEIVED


def test_a_refused_proof_leaves_the_data_with_the_receiver(agreement: Agreement) -> None:
    assert walk(agreement, "receive", "destroy", "refuse").state == HandoverState.RECEIVED


def test_only_a_side_records_and_only_under_a_contract_in_force(agreement: Agreement) -> None:
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert refusal(give, agreement, stranger, at=TODAY) == "parties.not_yours"
    tomorrow = {"handed_date": date(2026, 3, 21)}
    assert refusal(give, agreement, client(agreement), at=TODAY, **tomorrow) == "contracts.day_in_future"
    before = {"handed_date": date(2026, 2, 1)}
    assert refusal(give, agreement, client(agreement), at=TODAY, **before) == "contracts.before_contract"
    assert refusal(give, agreement, client(agreement), at=TODAY, what="  ") == "foundation.required"
    archived(agreement)
    assert refusal(give, agreement, client(agreement), at=TODAY) == "contracts.data_closed"


def test_the_other_side_is_told(agreement: Agreement) -> None:
    walk(agreement, "receive")
    told = Message.objects.filter(kind__startswith="contracts.data").order_by("pk").values_list("kind", "user")
    assert list(told) == [
        ("contracts.data_given", agreement.account_manager.pk),
        ("contracts.data_answered", agreement.owner.pk),
    ]


def test_settlement_counts_what_is_still_held(agreement: Agreement) -> None:
    def count() -> int | None:
        return next(line.open for line in settlement_of(agreement.contract) if line.code == "data_returned")

    assert count() == 0
    given = walk(agreement, "receive")
    assert count() == 1
    answer(given, "give_back", provider(agreement), at=LATER)
    assert count() == 0


def test_the_list_narrows_by_state_and_side_and_turns_round(agreement: Agreement) -> None:
    ours = give(agreement, client(agreement), at=TODAY, records=5)
    theirs = give(agreement, provider(agreement), at=LATER, what="回访结果", records=None)

    def found(**wanted: str) -> list[int]:
        rows = WantedData(**wanted).narrow(agreement.contract.data_handovers.all(), by=client(agreement))
        return [row.pk for row in rows]

    assert found() == [theirs.pk, ours.pk]
    assert found(sort="handed") == [ours.pk, theirs.pk]
    assert (found(side="ours"), found(side="theirs")) == ([ours.pk], [theirs.pk])
    answer(ours, "receive", provider(agreement), at=LATER)
    assert found(state="held") == [ours.pk]
    assert found(state="held_all") == [theirs.pk, ours.pk]
    assert found(state="?", side="?", sort="?") == found()


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_keeps_what_was_recorded(agreement: Agreement) -> None:
    walk(agreement, "receive")
    for change in ({"records": 3}, {"what": "?"}, {"purpose": "?"}):
        with pytest.raises(IntegrityError, match="was recorded"), transaction.atomic():
            DataHandover.objects.update(**change)
    with pytest.raises(IntegrityError, match="was recorded"), transaction.atomic():
        DataHandover.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        HandoverStep.objects.update(text="?")
    with pytest.raises(DatabaseError), transaction.atomic():
        HandoverStep.objects.all()._raw_delete("default")


def test_the_database_refuses_what_cannot_be(agreement: Agreement) -> None:
    given, other = walk(agreement, "receive"), running()
    row = {
        "contract": agreement.contract,
        "giver": agreement.client,
        "receiver": agreement.provider,
        "what": "?",
        "medium": "?",
        "purpose": "?",
        "is_personal": False,
        "handed_date": TODAY.date(),
        "recorded_at": TODAY,
        "by": "?",
    }
    for wrong, name in (
        ({"receiver": agreement.client}, "handover_two_parties"),
        ({"receiver": other.client}, "other parties"),
        ({"state": "?"}, "handover_states"),
        ({"purpose": ""}, "handover_says_what_and_why"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            DataHandover.objects.create(**row | wrong)
    step = {"handover": given, "party": agreement.provider, "at": LATER, "by": "?"}
    for wrong, name in (
        ({"verb": "give_back"}, "handover_end_is_proven"),
        ({"verb": "contest"}, "handover_no_says_why"),
        ({"verb": "accept"}, "wrong side"),
        ({"verb": "burn"}, "handover_step_verbs"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            HandoverStep.objects.create(**step | wrong)
