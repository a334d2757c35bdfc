"""The home page and the demo know what contracts make due by themselves."""

import pytest
from django.utils import timezone

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from deadlines.models import Deadline
from encore.web.needs import of_duties as needs
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.contracts.calendars import occurrence, running

pytestmark = pytest.mark.django_db


def test_home_shows_the_duties_that_a_person_answers_for_and_no_others() -> None:
    agreement = running(training_interval="1")
    trainer = factories.person(agreement.provider, Role.HR)
    training = occurrence(agreement, "training").obligation
    assert list(needs.duties_of_mine(factories.scope(trainer))) == []
    with writing(SYSTEM):
        Deadline.objects.filter(pk=training.deadline_id).update(owner=trainer)
    [need] = needs.duties_of_mine(factories.scope(trainer))
    assert (need.title, need.path) == (training.title, f"/obligations/{training.pk}/")
    by = factories.scope(agreement.account_manager)
    keep_obligation(training.pk, proof=Proof("完成"), by=by, at=timezone.now())
    assert list(needs.duties_of_mine(factories.scope(trainer))) == []
