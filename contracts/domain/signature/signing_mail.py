"""The mails that signers get, in the signer's language: the link, the code, the signed copy. Sent by jobs."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.domain.signature import mailbox, signing_links
from contracts.models import SignatureRequest, SigningCode, SigningLink
from foundation import jobs
from foundation.models import Job

REQUEST = "request__version__contract__party_a", "request__version__contract__party_b", "request__party"


def connect() -> None:
    """Tell the job runner who mails."""
    jobs.register(signing_links.LINK_JOB)(mail_link)
    jobs.register(signing_links.COPY_JOB)(mail_copy)
    jobs.register(mailbox.CODE_JOB)(mail_code)


def mail_link(job: Job) -> None:
    """Invite a signer, unless there is nothing to sign any more."""
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    if link.request.is_open:
        with translation.override(link.request.signer_language):
            subject = _("Please sign and seal: %(title)s") % {"title": link.request.version.title}
            _mail(link.request, subject, "link", job.key, url=_url(link), link=link)


def mail_copy(job: Job) -> None:
    """Tell a signer that the contract is effective, and where the signed copy is."""
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    with translation.override(link.request.signer_language):
        subject = _("Signed by both parties: %(title)s") % {"title": link.request.version.title}
        _mail(link.request, subject, "copy", job.key, url=_url(link), link=link)


def mail_code(job: Job) -> None:
    """Mail the six digits of a code that still works. Not in the subject, which lock screens and relays show."""
    code = SigningCode.objects.select_related(*REQUEST).get(pk=job.payload["code"])
    if code.used_at is None:
        digits = mailbox.digits_of(code)
        with translation.override(code.request.signer_language):
            _mail(code.request, _("Your one-time code"), "code", job.key, digits=digits, code=code)


def _url(link: SigningLink) -> str:
    return f"{settings.SITE_URL}{reverse('contracts:sign-link', args=[signing_links.token_of(link)])}"


def _mail(request: SignatureRequest, subject: str, template: str, key: str, **context: object) -> None:
    contract = request.version.contract
    body = render_to_string(f"contracts/mail/{template}.txt", {"signature": request, "contract": contract, **context})
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[request.signer_email],
        # The same for every try of the same job, so that a resend can be told from a first.
        headers={"Message-ID": f"<{key.replace(':', '.')}@encore>", "Auto-Submitted": "auto-generated"},
    ).send()
