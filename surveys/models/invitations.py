from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.derived_secrets import new_nonce
from members.models import Member
from parties.domain.circles import party_condition
from surveys.models.frames import Stratum
from surveys.models.waves import Wave

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class InvitationState(models.TextChoices):
    """Replaced: somebody else of the same stratum was asked instead. Lapsed: the wave closed without an answer."""

    DRAWN = "drawn", pgettext_lazy("invitation to a survey", "Drawn")
    SENT = "sent", pgettext_lazy("invitation to a survey", "Invited")
    ANSWERED = "answered", pgettext_lazy("invitation to a survey", "Answered")
    REFUSED = "refused", pgettext_lazy("invitation to a survey", "Refused")
    UNREACHABLE = "unreachable", pgettext_lazy("invitation to a survey", "Not reached")
    REPLACED = "replaced", pgettext_lazy("invitation to a survey", "Replaced")
    LAPSED = "lapsed", pgettext_lazy("invitation to a survey", "Lapsed")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the waves that the person's own side runs; who works in some venues, those of these venues."""
        return self.filter(
            party_condition(
                scope,
                verb=verb,
                party_paths=["wave__party"],
                at_venues=lambda venue_ids: Q(stratum__venue__in=venue_ids),
            )
        )


class Invitation(models.Model):
    """One place in a wave's sample, answered at most once through whatever door.

    ``position`` is its place in the stored order of the draw, over the whole wave. The link's token is made of
    ``nonce`` when it is sent (:mod:`foundation.derived_secrets`) and rests as ``token_hash``. Of its use only the day
    is kept, and no answer points at it. ``obstacle`` is a code for why no message went out.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="invitations", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="survey_invitations", null=True)
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="invitations")
    position = models.PositiveIntegerField()
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True)
    state = models.CharField(max_length=11, choices=InvitationState.choices, default=InvitationState.DRAWN)
    answered_date = models.DateField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    obstacle = models.CharField(max_length=20, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to a survey")
        ordering: ClassVar = ["wave", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "position"], name="invitation_position_once"),
            models.UniqueConstraint(fields=["wave", "member"], name="invitation_once_per_member"),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_states"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_date__isnull=False)
                | (~Q(state="answered") & Q(answered_date=None)),
                name="invitation_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(token_hash=None) | Q(("token_hash__regex", "^[0-9a-f]{64}$")),
                name="invitation_token_is_hashed",
            ),
            models.CheckConstraint(condition=Q(nonce__regex="^[0-9a-f]{64}$"), name="invitation_nonce_is_random"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="invitation_replaces_another"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["wave", "state", "position"], name="invitations_by_state")]


class AttemptWay(models.TextChoices):
    PHONE = "phone", pgettext_lazy("way to ask", "By telephone")
    ON_SITE = "on_site", pgettext_lazy("way to ask", "In the house")
    MESSAGE = "message", pgettext_lazy("way to ask", "By message")


class AttemptOutcome(models.TextChoices):
    """What came of an attempt. That it was answered is not among them: its moment would be the answer's."""

    NOT_REACHED = "not_reached", pgettext_lazy("attempt to ask", "Not reached")
    LATER = "later", pgettext_lazy("attempt to ask", "Asked to be called later")
    WRONG_NUMBER = "wrong_number", pgettext_lazy("attempt to ask", "Wrong number")
    REFUSED = "refused", pgettext_lazy("attempt to ask", "Does not want to answer")


class InvitationAttempt(models.Model):
    """One attempt of a person to reach somebody who was drawn, and what came of it. Append-only."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    way = models.CharField(max_length=7, choices=AttemptWay.choices)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=AttemptOutcome.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attempt to ask somebody")
        verbose_name_plural = _("attempts to ask somebody")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=AttemptWay.values), name="invitation_attempt_ways"),
            models.CheckConstraint(condition=Q(outcome__in=AttemptOutcome.values), name="invitation_attempt_outcomes"),
        ]
