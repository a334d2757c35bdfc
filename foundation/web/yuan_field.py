"""A form field for sums of money."""

from typing import Any

from django import forms

# What people paste along with an amount: signs, units, separators of thousands.
DRESSING = str.maketrans("", "", "¥￥元,， \u00a0")


class YuanField(forms.DecimalField):
    """An amount as people type or paste it: ``¥15,000.00``. Whether it fits is for the domain to say."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.translate(DRESSING) if isinstance(value, str) else value)
