"""The keys of a wave: one for its answers while it runs, one for its texts afterwards, both under that of the house."""

from typing import Final

from foundation.enciphering import Key, Unreadable, decipher_bytes, encipher_bytes, house_key
from parties.domain.scope import SYSTEM, writing
from surveys.domain.answers.sealing import new_key, unwrap_key, wrap_key
from surveys.models import TextKey, WaveKey

OF_TEXTS: Final = "surveys.text_key"


def key_for_answers(wave_id: int) -> Key:
    """The key of a running wave, made with its first answer; in a transaction in which the wave cannot be opened."""
    kept = WaveKey.objects.filter(wave=wave_id).first()
    if kept is None:
        fresh = WaveKey(wave_id=wave_id, wrapped=wrap_key(new_key(wave_id), wave_id=wave_id))
        # A rival may be making one at this moment: then this waits, and theirs is the key.
        WaveKey.objects.bulk_create([fresh], ignore_conflicts=True)
        kept = WaveKey.objects.get(wave=wave_id)
    return unwrap_key(bytes(kept.wrapped), wave_id=wave_id)


def destroy_key(wave_id: int) -> None:
    """From now on nobody can read what was sealed for this wave."""
    WaveKey.objects.filter(wave=wave_id).delete()


def new_text_key(wave_id: int) -> Key:
    """A key for the texts of a wave that is being opened."""
    key = new_key(wave_id)
    _wrapped(wave_id, key).save(force_insert=True)
    return key


def text_key(wave_id: int) -> Key:
    """The key of an opened wave's texts. Raises ``foundation.enciphering.Unreadable``, also when it has none."""
    kept = TextKey.objects.filter(wave=wave_id).first()
    if kept is None:
        raise Unreadable(f"wave {wave_id} has no texts")
    return _unwrapped(kept)


def rotate_text_keys(batch: int) -> int:
    """At most so many of them under the present secret of the house, and how many. Raises ``Unreadable``."""
    house = house_key().name
    with writing(SYSTEM):
        stale = list(TextKey.objects.exclude(house_key=house).select_for_update(of=("self",)).order_by("pk")[:batch])
        for kept in stale:
            _wrapped(kept.wave_id, _unwrapped(kept)).save(force_update=True)
    return len(stale)


def rotate_wave_keys(batch: int) -> int:
    """The same for the keys of running waves."""
    house = house_key().name
    with writing(SYSTEM):
        running = WaveKey.objects.select_for_update(of=("self",)).order_by("pk")
        stale = [kept for kept in running if not bytes(kept.wrapped)[1:].startswith(house.encode())][:batch]
        for kept in stale:
            kept.wrapped = wrap_key(unwrap_key(bytes(kept.wrapped), wave_id=kept.wave_id), wave_id=kept.wave_id)
            kept.save(force_update=True)
    return len(stale)


def _wrapped(wave_id: int, key: Key) -> TextKey:
    house = house_key()
    wrapped = encipher_bytes(key.secret, about=f"{OF_TEXTS}:{wave_id}", key=house)
    return TextKey(wave_id=wave_id, wrapped=wrapped, house_key=house.name)


def _unwrapped(kept: TextKey) -> Key:
    secret = decipher_bytes(bytes(kept.wrapped), about=f"{OF_TEXTS}:{kept.wave_id}")
    return Key(f"wave:{kept.wave_id}", secret)
