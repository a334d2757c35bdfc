"""Tables of the ground floor."""

from foundation.models.audit import AuditEntry
from foundation.models.files import StoredFile
from foundation.models.idempotency import IdempotentRequest
from foundation.models.jobs import Job
from foundation.models.sealing import SealBlock, SealMark

__all__ = ["AuditEntry", "IdempotentRequest", "Job", "SealBlock", "SealMark", "StoredFile"]
