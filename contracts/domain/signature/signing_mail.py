"""The mails that signers get, in the signer's language: the link, the code, the signed copy. Sent by jobs."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contracts.domain.news import tell_manager
from contracts.domain.signature import asking, mailbox, signing_links
from contracts.models import SignatureRequest, SignerAnswer, SigningCode, SigningLink
from foundation import jobs
from foundation.models import Job

REQUEST = "request__version__contract__party_a", "request__version__contract__party_b", "request__party"


def connect() -> None:
    """Tell the job runner who mails."""
    jobs.register(signing_links.LINK_JOB)(mail_link)
    jobs.register(signing_links.COPY_JOB)(mail_copy)
    jobs.register(signing_links.REMINDER_JOB)(mail_reminder)
    jobs.register(signing_links.EXPIRY_JOB)(tell_expired)
    jobs.register(mailbox.CODE_JOB)(mail_code)
    jobs.register(asking.ANSWER_JOB)(mail_answer)


def mail_link(job: Job) -> None:
    """Invite a signer, unless there is nothing to sign any more."""
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    if link.request.is_open:
        with translation.override(link.request.signer_language):
            subject = _("Please sign and seal: %(title)s") % {"title": link.request.version.title}
            _mail(link.request, subject, "link", job.key, url=_url(link), link=link)


def mail_reminder(job: Job) -> None:
    """Remind a signer, by the same link, some days before it expires; unless a newer one was mailed or none waits.

    After a standstill of the worker a link that has expired meanwhile is no longer worth a mail.
    """
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    if signing_links.waits_for(link) and timezone.now() < link.expires_at:
        with translation.override(link.request.signer_language):
            subject = _("Still to be signed and sealed: %(title)s") % {"title": link.request.version.title}
            _mail(link.request, subject, "link", job.key, url=_url(link), link=link)


def tell_expired(job: Job) -> None:
    """Tell the account manager that a signer's link has expired before it was used."""
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    if signing_links.waits_for(link):
        contract = link.request.version.contract
        tell_manager(contract, "contracts.link_expired", str(link.pk), at=link.expires_at, party=link.request.party_id)


def mail_copy(job: Job) -> None:
    """Tell a signer that the contract is effective, and where the signed copy is."""
    link = SigningLink.objects.select_related(*REQUEST).get(pk=job.payload["link"])
    with translation.override(link.request.signer_language):
        subject = _("Signed by everyone: %(title)s") % {"title": link.request.version.title}
        _mail(link.request, subject, "copy", job.key, url=_url(link), link=link)


def mail_code(job: Job) -> None:
    """Mail the six digits of a code that still works. Not in the subject, which lock screens and relays show."""
    code = SigningCode.objects.select_related(*REQUEST).get(pk=job.payload["code"])
    if code.used_at is None:
        digits = mailbox.digits_of(code)
        with translation.override(code.request.signer_language):
            _mail(code.request, _("Your one-time code"), "code", job.key, digits=digits, code=code)


def mail_answer(job: Job) -> None:
    """Mail whoever asked before signing the answer."""
    answer = SignerAnswer.objects.select_related(*(f"question__{path}" for path in REQUEST)).get(
        pk=job.payload["answer"]
    )
    request = answer.question.request
    with translation.override(request.signer_language):
        subject = _("An answer to your question: %(title)s") % {"title": request.version.title}
        _mail(request, subject, "answer", job.key, answer=answer)


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
