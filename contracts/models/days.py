"""Days for the database: on which day in China a moment lies."""

from django.db.models import DateField, F, Func


def local_day(field: str) -> Func:
    """The day in China on which the moment in this column lies, for constraints."""
    return Func(F(field), template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date", output_field=DateField())
