"""The job that makes a pack: outside of any request, in the database once, with its progress to be seen meanwhile."""

import tempfile
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from contracts.domain.evidence.packing import write_pack
from contracts.domain.evidence.subjects import subject_of
from contracts.models import EvidencePack
from foundation.files import store_stream
from foundation.models import Job
from parties.domain.messages import Telling, tell

MAKE: Final = "contracts.make_evidence_pack"
READY: Final = "contracts.evidence_pack_ready"
SHOWN_FOR: Final = 3600
"""Seconds for which a progress is remembered."""


def make_pack(job: Job) -> None:
    """Make the pack named by the job; once is enough. Refused: ``parties.not_yours``."""
    pack_id = int(job.payload["pack"])
    pack = EvidencePack.objects.select_for_update(of=("self",)).get(pk=pack_id)
    if pack.is_made:
        return
    pack.contract = type(pack.contract).objects.select_related("party_a", "party_b").get(pk=pack.contract_id)
    with tempfile.TemporaryFile() as out:
        write_pack(pack, subject_of(pack), out, progress=lambda done, total: _tell_progress(pack_id, done, total))
        out.seek(0)
        pack.file = store_stream(out, f"{pack.contract.number}-证据包-{pack.pk}.zip", content_type="application/zip")
    pack.made_at = max(timezone.now(), pack.asked_at)
    pack.save(update_fields=["file", "made_at"])
    telling = Telling(user_id=pack.person_id, kind=READY, key=f"{pack.job_key}:ready", params={"pack": pack.pk})
    tell([telling], at=pack.made_at)


def _tell_progress(pack_id: int, done: int, total: int) -> None:
    # Not in the database: what a job writes there is not seen by others before all of it is done.
    if done * 100 // total != (done - 1) * 100 // total:
        cache.set(_key(pack_id), (done, total), SHOWN_FOR)


def progress_of(pack_id: int) -> tuple[int, int]:
    """How many steps of how many are done; (0, 1) before it begins, and when nobody remembers."""
    found = cache.get(_key(pack_id), (0, 1))
    return int(found[0]), int(found[1])


def _key(pack_id: int) -> str:
    return f"evidence-pack:{pack_id}"
