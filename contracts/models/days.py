"""Days for the database: on which day in China a moment lies, and which days there are."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CheckConstraint, DateField, F, Func, Q

from foundation.days import FIRST_DAY, LAST_DAY

CHINA = ZoneInfo("Asia/Shanghai")


def local_day(field: str) -> Func:
    """The day in China on which the moment in this column lies, for constraints."""
    return Func(F(field), template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date", output_field=DateField())


def is_known(*fields: str, name: str) -> CheckConstraint:
    """That the days in these columns, where there are any, are some that this house can count (``foundation.days``)."""
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__range": (FIRST_DAY, LAST_DAY)})
    return CheckConstraint(condition=condition, name=name)


def are_known(*fields: str, name: str) -> CheckConstraint:
    """The same for columns that hold moments; a moment that ends a day belongs to that day."""
    first = datetime.combine(FIRST_DAY, time.min, CHINA)
    after = datetime.combine(LAST_DAY + timedelta(days=1), time.min, CHINA)
    condition = Q()
    for field in fields:
        condition &= Q(**{field: None}) | Q(**{f"{field}__range": (first, after)})
    return CheckConstraint(condition=condition, name=name)
