"""Every refusal of this floor, declared by room on import."""

from surveys.refusals import designing, waves

__all__ = ["designing", "waves"]
