"""Spans of time in words: how long is left, and by how much something is late."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@register.simple_tag
def span_sentences() -> dict[str, str]:
    """The sentences with their gaps open, in the active language.

    Keys are ``left`` or ``late``, joined to the largest unit said. The countdown script fills the same gaps.
    """
    return {
        "left_days": _("%(days)s d %(hours)s h left"),
        "left_hours": _("%(hours)s h %(minutes)s min left"),
        "left_minutes": _("%(minutes)s min left"),
        "late_days": _("late by %(days)s d %(hours)s h"),
        "late_hours": _("late by %(hours)s h %(minutes)s min"),
        "late_minutes": _("late by %(minutes)s min"),
    }


def until(moment: datetime, *, at: datetime) -> str:
    """Say how long is left at ``at`` until ``moment``, or how late it is: ``3 h 20 min left``, ``late by 5 min``.

    Whole minutes: what is left is rounded up and lateness down, so that nothing is called late too soon.
    """
    seconds = (moment - at).total_seconds()
    side = "left" if seconds > 0 else "late"
    minutes = -int(-seconds // MINUTE) if seconds > 0 else int(-seconds // MINUTE)
    whole = minutes * MINUTE
    unit = "days" if whole >= DAY else "hours" if whole >= HOUR else "minutes"
    return span_sentences()[f"{side}_{unit}"] % {
        "days": whole // DAY,
        "hours": whole // HOUR if unit == "hours" else whole % DAY // HOUR,
        "minutes": whole % HOUR // MINUTE,
    }


@register.filter
def time_left(moment: datetime | None) -> str:
    """How long until the moment, or how late it is, in words; empty without a moment."""
    return until(moment, at=timezone.now()) if moment else ""


@register.filter
def lateness(moment: datetime | None, done: datetime | None) -> str:
    """By how much ``done`` came after ``moment``, in words; counted until now when it is not done."""
    return until(moment, at=max(done or timezone.now(), moment)) if moment else ""
