from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.models.users import User

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class MessageQuerySet(models.QuerySet["Message"]):
    def within(self, scope: "Scope") -> Self:
        """A person's own messages, and nobody else's; none once they act for no party any more."""
        return self.filter(user_id=scope.user_id) if scope.user_id and scope.hats else self.none()


class Message(models.Model):
    """Something to be told to a person, written in the transaction of its cause.

    Holds ids only: subject and body are rendered when it is shown or sent, in the reader's language, so that
    neither secrets nor personal data rest here.
    """

    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], condition=models.Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"
