"""A KTV that is under contract for a month already, with its people: where the journeys of complaints begin."""

import itertools
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload

from parties.domain.roles import Role
from parties.models import Party, Venue
from tests import factories
from tests.complaints.factories import House, house, step
from tests.journeys.cast import named_after_the_job

_shades = itertools.count(40)


def running_house() -> House:
    """Named as in the other walks, for the pictures of the guide."""
    ktv = house(since=timezone.now() - timedelta(days=30))
    ktv.people[Role.FINANCE] = factories.person(ktv.client, Role.FINANCE)
    Party.objects.filter(pk=ktv.client.pk).update(name="星光娱乐有限公司")
    Party.objects.filter(pk=ktv.provider.pk).update(name="回声会员服务有限公司")
    Venue.objects.filter(pk=ktv.venue.pk).update(name="滨江店")
    for role, person in ktv.people.items():
        named_after_the_job(person, role)
    return ktv


def take_steps(ktv: House, complaint_id: int, *verbs: str) -> None:
    """The departments do their part, each step by whose job it is."""
    complaint = ktv.venue.complaints.get(pk=complaint_id)
    for verb in verbs:
        complaint = step(ktv, complaint, verb, at=timezone.now())


def photo(name: str = "photo.jpg") -> FilePayload:
    """A picture as a telephone takes it; no two are the same."""
    shade = next(_shades)
    content = BytesIO()
    Image.new("RGB", (800, 600), (shade, 90, 120)).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}
