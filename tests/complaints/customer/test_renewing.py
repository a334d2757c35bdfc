"""Another link for the customer: told to them alone, and the old one opens nothing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from complaints.domain.channels import renewing
from complaints.domain.channels.renewing import JOB, renew_link
from complaints.domain.customer.contacts import Reach, keep_contact, write_contact
from complaints.domain.customer.links import link_behind, link_for, token_of
from complaints.models import Complaint, CustomerLink
from foundation import jobs
from foundation.models import AuditEntry, Job
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from parties.models import Message
from tests.complaints.channels.conftest import provider
from tests.complaints.channels.provider import Provider
from tests.complaints.factories import HOUR, NOW, House, house_without_contract, logged
from tests.complaints.refused import refused

pytestmark = pytest.mark.django_db
__all__ = ["provider"]
NUMBER = "13800730000"


def followed(of: House, reach: Reach) -> tuple[Complaint, CustomerLink]:
    """A complaint whose customer left how to reach them and got a link."""
    complaint = logged(of)
    with writing(SYSTEM):
        write_contact(complaint.pk, reach, user_id=None, at=NOW)
        return complaint, link_for(complaint.pk, at=NOW)


def carried(link: CustomerLink) -> Job:
    job = Job.objects.get(kind=JOB, payload__link=link.pk)
    Job.objects.exclude(pk=job.pk).filter(state="queued").delete()
    jobs.run_due()
    job.refresh_from_db()
    return job


def test_the_old_link_dies_and_the_new_one_is_mailed_to_the_customer_alone(client: Client) -> None:
    ktv = house_without_contract()
    complaint, old = followed(ktv, Reach("email", "guest@demo.example"))
    service = ktv.people[Role.CUSTOMER_SERVICE]
    client.force_login(service)
    staff_page = reverse("complaints:customer", args=[complaint.pk])
    renew = reverse("complaints:customer-link-renew", args=[complaint.pk])
    assert renew in client.get(staff_page).content.decode()
    assert client.post(renew).status_code == 302
    new = CustomerLink.objects.get(complaint=complaint, revoked_at=None)
    with refused("complaints.link_expired"):
        link_behind(token_of(old), at=NOW)
    assert link_behind(token_of(new), at=NOW) == new
    carried(new)
    (sent,) = mail.outbox
    assert (sent.to, token_of(new) in sent.body) == (["guest@demo.example"], True)
    assert token_of(new) not in client.get(staff_page).content.decode()
    written = AuditEntry.objects.filter(table_name="complaints_customerlink", row_id=str(new.pk))
    assert [entry.actor for entry in written] == [ktv.scope(Role.CUSTOMER_SERVICE).label]
    client.force_login(house_without_contract().people[Role.CUSTOMER_SERVICE])
    assert client.post(renew).status_code == 404
    client.force_login(ktv.people[Role.FLOOR])
    assert client.post(renew).status_code == 403


def test_a_link_is_not_mailed_to_an_address_that_took_the_place_of_its_own_in_the_same_moment() -> None:
    ktv = house_without_contract()
    complaint, _old = followed(ktv, Reach("email", "guest@demo.example"))
    link = renew_link(complaint.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW + HOUR)
    # Who keeps another address looked at the clock earlier, and waited for the complaint's row.
    other = keep_contact(
        complaint.pk, Reach("email", "me@demo.example"), by=ktv.scope(Role.MARKETING), at=NOW, reason="改了邮箱"
    )
    carried(link)
    assert mail.outbox == []
    again = renew_link(complaint.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW)
    link.refresh_from_db()
    assert (again.made_at, link.revoked_at) == (other.kept_at, link.made_at)
    carried(again)
    assert [sent.to for sent in mail.outbox] == [["me@demo.example"]]


def test_a_text_goes_straight_to_the_provider_once_and_not_into_the_conversation(provider: Provider) -> None:
    ktv = house_without_contract()
    complaint, _old = followed(ktv, Reach("phone", NUMBER, language="en"))
    by = ktv.scope(Role.CUSTOMER_SERVICE)
    renew_link(complaint.pk, by=by, at=NOW)
    new = renew_link(complaint.pk, by=by, at=NOW + HOUR)
    assert jobs.run_due() >= 2
    # The one that was replaced meanwhile was not told.
    assert [(said["to"], token_of(new) in said["text"]) for said in provider.asked] == [(NUMBER, True)]
    assert not complaint.messages.exists()


def test_who_asked_hears_when_the_provider_turns_it_down(provider: Provider) -> None:
    ktv = house_without_contract()
    complaint, _old = followed(ktv, Reach("sms", NUMBER))
    provider.answers = [400]
    job = carried(renew_link(complaint.pk, by=ktv.scope(Role.CUSTOMER_SERVICE), at=NOW))
    assert job.done_at is not None
    told = Message.objects.get(kind="complaints.undelivered")
    assert (told.user, told.params) == (ktv.people[Role.CUSTOMER_SERVICE], {"complaint": complaint.pk})


def test_no_link_is_sent_where_nobody_or_only_the_asker_says_the_customer_is() -> None:
    ktv = house_without_contract()
    service = ktv.scope(Role.CUSTOMER_SERVICE)
    complaint = logged(ktv)
    with refused("complaints.contact_unknown"):
        renew_link(complaint.pk, by=service, at=NOW)
    keep_contact(complaint.pk, Reach("email", "me@demo.example"), by=service, at=NOW)
    with refused("complaints.own_contact"):
        renew_link(complaint.pk, by=service, at=NOW)
    with refused("complaints.not_your_step"):
        renew_link(complaint.pk, by=ktv.scope(Role.FLOOR), at=NOW)
    assert not CustomerLink.objects.filter(complaint=complaint).exists()
    assert renew_link(complaint.pk, by=ktv.scope(Role.VENUE_MANAGER), at=NOW).revoked_at is None
    unreached, _link = followed(ktv, Reach("wechat", "guest_of_room"))
    with refused("complaints.channel_away"):
        renew_link(unreached.pk, by=service, at=NOW)
    assert renewing.way_of_renewing(unreached.contact, by=service) == ""
