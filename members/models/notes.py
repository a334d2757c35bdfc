from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.members import Member

FIELD_NAMES: Final = 40


class MemberNote(models.Model):
    """What somebody on the staff wrote down about a member, under the member's own key. Append-only."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="notes")
    text_enciphered = models.BinaryField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("note on a member")
        verbose_name_plural = _("notes on members")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text_enciphered=b""), name="member_note_says_something")
        ]


class MemberChange(models.Model):
    """Which data of a member somebody changed and when; what they were is nobody's business any more. Append-only."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="changes")
    fields = ArrayField(models.CharField(max_length=FIELD_NAMES))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a member's data")
        verbose_name_plural = _("changes of members' data")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(fields=[]), name="member_change_of_something")]


class Shown(models.TextChoices):
    """What of a member can be shown in the clear."""

    NAME = "name", pgettext_lazy("of a member", "Name")
    PHONE = "phone", pgettext_lazy("of a member", "Telephone number")
    EMAIL = "email", _("E-mail")
    IDENTITY = "identity", _("Identity number")
    BIRTH_YEAR = "birth_year", _("Year of birth")
    FILE = "file", _("Everything, as the member's file")
    EXPORT = "export", _("Name and telephone number, in an export")


class MemberLook(models.Model):
    """Somebody had a member's datum shown in the clear, and why. Append-only."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="looks")
    field = models.CharField(max_length=10, choices=Shown.choices)
    reason = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a member's data")
        verbose_name_plural = _("looks at members' data")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(field__in=Shown.values), name="member_look_fields"),
            models.CheckConstraint(condition=~Q(reason=""), name="member_look_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="member_looks_of_user")]
