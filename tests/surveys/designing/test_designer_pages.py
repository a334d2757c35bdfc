"""The pages of questionnaires, as a person uses them."""

import pytest
from django.test import Client
from django.urls import reverse

from parties.domain.roles import Role
from tests import factories
from tests.surveys.factories import questionnaire

pytestmark = pytest.mark.django_db


def test_the_list_teaches_while_it_is_empty_and_shows_only_ones_own() -> None:
    party = factories.party()
    client = Client()
    client.force_login(factories.person(party, Role.MARKETING, language="en"))
    foreign = questionnaire(factories.party())
    empty = client.get(reverse("surveys:questionnaires")).content.decode()
    own = questionnaire(party)
    full = client.get(reverse("surveys:questionnaires")).content.decode()
    assert 'class="enc-empty' in empty
    assert own.name in full
    assert foreign.name not in empty + full
