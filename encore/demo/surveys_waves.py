"""The demo's waves: the second survey of the running contract takes answers, and a promotion is to be asked about."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from contracts.models import Contract
from encore.demo.people import Cast
from members.domain.registry.consents import Word, record_consents
from members.models import Member
from surveys.domain.waves.arranging import Arrangement, arrange_wave, newest_version, window_of
from surveys.domain.waves.own import NewWave, make_wave
from surveys.domain.waves.planning import plan_waves
from surveys.domain.waves.running import open_wave
from surveys.domain.waves.windows import Window
from surveys.models import Frame, Method, Wave, WaveState

DAYS: Final = 14


def run_waves(cast: Cast, contract: Contract) -> None:
    """After the questionnaires and the members: by the beat's own verbs, as far as the day of the demo goes."""
    plan_waves(at=cast.now)
    for wave in Wave.objects.filter(contract=contract, state=WaveState.PLANNED):
        if newest_version(wave.party_id) is not None:
            _ask_now(cast, wave)
    today = timezone.localdate(cast.now)
    days = Window(today + timedelta(days=10), today + timedelta(days=23))
    make_wave(NewWave(cast.client.pk, "新酒品尝会", days), by=cast.scope("owner"), at=cast.now)


def _ask_now(cast: Cast, wave: Wave) -> None:
    """Its window is moved to these two weeks; a small house asks everybody."""
    by = cast.scope("account" if wave.party_id == cast.provider.pk else "owner")
    for number, member in enumerate(Member.objects.filter(party=cast.client, venue=cast.river).order_by("pk")):
        said = [Word(channel, "survey", given=number % 5 > 0) for channel in ("sms", "email", "phone")]
        record_consents(member.pk, said, way="in_person", by=cast.scope("manager"), at=cast.now)
    today = timezone.localdate(cast.now)
    window = Window(max(today - timedelta(days=2), wave.first_day), min(today + timedelta(days=DAYS), wave.last_day))
    settings = Arrangement(wave.name, wave.version_id, window, Frame.MEMBERS, Method.CENSUS, response_percent=40)
    wave = arrange_wave(wave.pk, settings, by=by, at=cast.now)
    if window_of(wave).opens_at <= cast.now:
        open_wave(wave.pk, by=by, at=cast.now)
