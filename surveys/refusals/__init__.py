"""Every refusal of this floor, declared by room on import."""

from surveys.refusals import answers, designing, doors, results, waves

__all__ = ["answers", "designing", "doors", "results", "waves"]
