"""The mail with the customer's link, to who left a mailbox. The job carries the link's number alone (ADR 3)."""

from typing import Final

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from complaints.domain.customer.contacts import reach_of
from complaints.domain.customer.links import address_of
from complaints.models import ContactKind, CustomerContact, CustomerLink
from foundation import jobs
from foundation.models import Job

LINK_JOB: Final = "complaints.customer_link"


def ask_for_mail(link: CustomerLink) -> None:
    """Have the link mailed, where the customer left a mailbox; in the caller's transaction."""
    if CustomerContact.objects.filter(complaint=link.complaint_id, kind=ContactKind.EMAIL).exists():
        jobs.enqueue(LINK_JOB, f"{LINK_JOB}:{link.pk}", {"link": link.pk})


def is_still_meant(link: CustomerLink) -> bool:
    """Whether it is in use, and the customer's contact the one for which it was made.

    Both are written with the complaint's row locked, each not before the other that was there: what counts is who
    came first, not who looked at the clock first.
    """
    return link.revoked_at is None and link.complaint.contact.kept_at <= link.made_at


def mail_link(job: Job) -> None:
    """Mail it, unless it, or the contact for which it was made, was replaced meanwhile."""
    link = CustomerLink.objects.select_related("complaint__venue", "complaint__contact").get(pk=job.payload["link"])
    contact = link.complaint.contact
    if not is_still_meant(link) or contact.kind != ContactKind.EMAIL:
        return
    reach = reach_of(contact)
    with translation.override(reach.language):
        context = {"complaint": link.complaint, "url": address_of(link), "name": reach.name}
        EmailMessage(
            subject=_("We have your complaint %(number)s") % {"number": link.complaint.number},
            body=render_to_string("complaints/customer/mail/link.txt", context).strip() + "\n",
            to=[reach.address],
            headers={"Message-ID": f"<{job.key.replace(':', '.')}@encore>", "Auto-Submitted": "auto-generated"},
        ).send()
