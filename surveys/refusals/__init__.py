"""Every refusal of this floor, declared by room on import."""

from surveys.refusals import answers, designing, doors, waves

__all__ = ["answers", "designing", "doors", "waves"]
