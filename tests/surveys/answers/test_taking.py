"""An answer is taken once for each invitation and each form, sealed, and only while the wave runs."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.models import AuditEntry
from foundation.refusals import Refused
from parties.domain.scope import SYSTEM, writing
from surveys.domain.answers.keys import key_for_answers
from surveys.domain.answers.reading import counts_by_day
from surveys.domain.answers.sealing import unseal
from surveys.domain.answers.taking import take_answer, take_open_answer
from surveys.domain.waves.lifecycle import INVITATION
from surveys.domain.waves.running import cancel_wave, close_wave
from surveys.models import Invitation, InvitationState, PooledAnswer, WaveKey
from tests.surveys.answers.makers import SAID, answer, running
from tests.surveys.factories import LATER, NOW

pytestmark = pytest.mark.django_db


def test_an_answer_is_taken_once_and_lies_sealed_with_its_stratum() -> None:
    wave, [first, second] = running(1, 1)
    assert (answer(first, tell=0), answer(first, tell=10), answer(second)) == (True, False, True)
    first.refresh_from_db()
    assert (first.state, first.answered_date) == (InvitationState.ANSWERED, timezone.localdate(NOW))
    key, pool = key_for_answers(wave.pk), list(PooledAnswer.objects.all())
    said = [unseal(bytes(each.sealed), row=each.pk, key=key) for each in pool]
    assert sorted((each.stratum, each.values["tell"]) for each in said) == [(0, 0), (1, 9)]
    assert len({len(each.sealed) for each in pool}) == 1
    assert counts_by_day(wave.pk) == [(timezone.localdate(NOW), 2)]
    trail = AuditEntry.objects.filter(table_name="surveys_invitation", verb="U")
    assert not trail.exists()  # not even the moment


def test_a_form_of_an_open_door_is_taken_once() -> None:
    wave, _invited = running(1)
    form = uuid.uuid4()

    def send(number: uuid.UUID, tell: int) -> bool:
        assert wave.version_id is not None
        said = {**SAID, "tell": tell}
        return take_open_answer(wave.pk, said, form=number, version_id=wave.version_id, at=NOW)

    assert (send(form, 1), send(form, 2), send(uuid.uuid4(), 3)) == (True, False, True)
    key = key_for_answers(wave.pk)
    said = [unseal(bytes(each.sealed), row=each.pk, key=key) for each in PooledAnswer.objects.all()]
    assert sorted((each.values["tell"], each.stratum) for each in said) == [(1, None), (3, None)]


def test_nothing_is_taken_outside_the_window_of_another_version_or_after_a_refusal() -> None:
    wave, [first, second, third] = running(3)
    assert wave.version_id is not None

    def refused(invited: Invitation, *, version: int = wave.version_id, late: timedelta = timedelta()) -> str:
        with pytest.raises(Refused) as caught:
            take_answer(invited.pk, SAID, version_id=version, at=NOW + late)
        return caught.value.code

    assert refused(first, version=wave.version_id + 1) == "surveys.answer_other_version"
    assert refused(first, late=-timedelta(seconds=1)) == "surveys.wave_not_running"
    assert refused(first, late=LATER - NOW) == "surveys.wave_not_running"
    with writing(SYSTEM):
        INVITATION.move(Invitation, second.pk, "refuse")
    assert refused(second) == "surveys.invitation_ended"
    assert answer(third)
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    assert refused(first) == "surveys.wave_not_running"
    assert not answer(third)  # sent again after the end: received, as it was
    assert PooledAnswer.objects.count() == 1


def test_what_is_refused_leaves_nothing_behind() -> None:
    _wave, [invited] = running(1)
    with pytest.raises(Refused):
        answer(invited, satisfied=6)
    invited.refresh_from_db()
    assert (invited.state, PooledAnswer.objects.count()) == ("sent", 0)


def test_the_database_takes_answers_for_running_waves_alone_and_never_changes_one() -> None:
    wave, [invited] = running(1)
    answer(invited)
    with pytest.raises(Exception, match="is not changed"), writing(SYSTEM):
        PooledAnswer.objects.update(sealed=b"other")
    close_wave(wave.pk, by=SYSTEM, at=LATER)
    with pytest.raises(Exception, match="takes no answers"), writing(SYSTEM):
        PooledAnswer.objects.create(wave=wave, sealed=b"late")
    WaveKey.objects.all().delete()
    with pytest.raises(Exception, match="takes no answers"), writing(SYSTEM):
        WaveKey.objects.create(wave=wave, wrapped=b"another")


def test_what_came_in_for_a_wave_that_is_called_off_is_destroyed_unread() -> None:
    wave, [invited] = running(1)
    answer(invited)
    cancel_wave(wave.pk, "停业", by=SYSTEM, at=NOW)
    assert (PooledAnswer.objects.count(), WaveKey.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_answer")
        assert cursor.fetchone() == (0,)
