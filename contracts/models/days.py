"""Days for the database: on which day in China a moment lies, and which days there are."""

from django.db.models import CheckConstraint, DateField, F, Func, Q

from foundation.days import FIRST_DAY, LAST_DAY


def local_day(field: str) -> Func:
    """The day in China on which the moment in this column lies, for constraints."""
    return Func(F(field), template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date", output_field=DateField())


def is_known(field: str, *, name: str) -> CheckConstraint:
    """That the day in this column, where there is one, is one that this house can count (``foundation.days``)."""
    return CheckConstraint(condition=Q(**{field: None}) | Q(**{f"{field}__range": (FIRST_DAY, LAST_DAY)}), name=name)
