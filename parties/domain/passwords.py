"""Setting a password by a link in a mail: for who forgot it, and for who was added without one.

The link is made when the mail is sent. It works once: a new password, or signing in, makes it void; so does time
(``PASSWORD_RESET_TIMEOUT``).
"""

import uuid
from typing import Final

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from foundation import jobs
from foundation.models import Job
from parties.models import User

LINK_JOB: Final = "parties.password_link"


def ask_for_link(email: str) -> None:
    """Have a link mailed to the person with this e-mail. Nobody has it, or the account is closed: nothing happens."""
    user_id = User.objects.filter(email=email.strip().lower(), is_active=True).values_list("pk", flat=True).first()
    if user_id is not None:
        jobs.enqueue(LINK_JOB, f"password:{uuid.uuid4()}", {"user": user_id})


def mail_link(job: Job) -> None:
    """Mail the link, in the person's language."""
    user = User.objects.filter(pk=job.payload["user"], is_active=True).first()
    if user is None:
        return
    with translation.override(user.language):
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
        body = render_to_string("parties/mail/password.txt", {"person": user, "url": _url(user), "days": days})
        EmailMessage(
            subject=_("Set your password for Encore"),
            body=body.strip() + "\n",
            to=[user.email],
            headers={"Message-ID": f"<{job.key.replace(':', '.')}@encore>", "Auto-Submitted": "auto-generated"},
        ).send()


def register_job() -> None:
    """Tell the job runner who mails."""
    jobs.register(LINK_JOB)(mail_link)


def _url(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password-choose", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}"
