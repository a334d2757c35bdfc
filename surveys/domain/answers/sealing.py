"""An answer at rest while its wave runs: enciphered under the wave's own key, each as long as every other one.

A copy of the database holds of an answer that it exists. Neither what it says nor how much can be read from it, and
once the wave's key is destroyed, never will be.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from foundation.enciphering import KEY_BYTES, Key, Unreadable, decipher_bytes, encipher_bytes

STEP: Final = 1024
"""Bytes: the length of all answers of a wave is a multiple."""
PAD: Final = b" "


@dataclass(frozen=True)
class SealedAnswer:
    """What lies in the pool: the answers by the key of their question, and the stratum of who was invited.

    ``stratum`` is ``None`` for who was not drawn, but answered by an open door.
    """

    values: Mapping[str, Any]
    stratum: int | None


def new_key(wave_id: int) -> Key:
    """A key for the answers of one wave, that no other wave has."""
    return Key(_name(wave_id), secrets.token_bytes(KEY_BYTES))


def wrap_key(key: Key, *, wave_id: int) -> bytes:
    """The key as it is kept: enciphered under the key of the house, which is not in the database."""
    return encipher_bytes(key.secret, about=f"surveys.wave_key:{wave_id}")


def unwrap_key(wrapped: bytes, *, wave_id: int) -> Key:
    """The key of a wave. Raises ``foundation.enciphering.Unreadable``."""
    return Key(_name(wave_id), decipher_bytes(wrapped, about=f"surveys.wave_key:{wave_id}"))


def size_for(longest: Mapping[str, Any]) -> int:
    """The length in bytes to which answers are filled up, when ``longest`` is the longest that can be given."""
    return -(-len(_written(SealedAnswer(longest, 2**63 - 1))) // STEP) * STEP


def seal(answer: SealedAnswer, *, row: UUID, key: Key, size: int) -> bytes:
    """The answer for its row in the pool, filled up to ``size`` bytes. Raises ValueError when it is longer."""
    written = _written(answer)
    if len(written) > size:
        raise ValueError(f"an answer of {len(written)} bytes, where {size} are the most")
    return encipher_bytes(written.ljust(size, PAD), about=_about(row), key=key)


def unseal(sealed: bytes, *, row: UUID, key: Key) -> SealedAnswer:
    """What lies in that row. Raises ``foundation.enciphering.Unreadable``, also for what was moved from another."""

    def find(name: str) -> Key:
        if name != key.name:
            raise Unreadable(f"not under {key.name}")
        return key

    read = json.loads(decipher_bytes(sealed, about=_about(row), find_key=find))
    return SealedAnswer(read["values"], read["stratum"])


def _written(answer: SealedAnswer) -> bytes:
    said = {"stratum": answer.stratum, "values": dict(answer.values)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _name(wave_id: int) -> str:
    return f"wave:{wave_id}"


def _about(row: UUID) -> str:
    return f"surveys.pooled_answer:{row}"
