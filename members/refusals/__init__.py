"""Every refusal of this floor, declared by room on import."""

from members.refusals import bills, care, imports, offers, points, privacy, registry, retention

__all__ = ["bills", "care", "imports", "offers", "points", "privacy", "registry", "retention"]
