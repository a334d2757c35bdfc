"""Every refusal of this floor, declared by room on import."""

from complaints.refusals import channels, clocks, costs, customer, floor, handling, intake, stages

__all__ = ["channels", "clocks", "costs", "customer", "floor", "handling", "intake", "stages"]
