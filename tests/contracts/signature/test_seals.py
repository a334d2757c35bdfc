from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from contracts.domain.signature.seals import MOST, register_seal, retire_seal, seals_for
from contracts.domain.signature.signing import SealChoice
from contracts.models import PartySeal, SignatureRequest
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Party
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, act
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.django_db


def kept(party: Party, name: str = "合同专用章", picture: bytes = b"") -> PartySeal:
    by = factories.scope(factories.person(party, Role.CONTRACT_OWNER))
    return register_seal(party.pk, name=name, picture=picture or png(), by=by, at=AT)


def test_a_seal_is_kept_as_ink_on_nothing() -> None:
    seal = kept(factories.party())
    with Image.open(BytesIO(seal.picture.read())) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGBA")
        assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 0  # type: ignore[index]
        assert picture.getchannel("A").getextrema() == (0, 255)


def test_only_a_party_s_own_office_keeps_and_retires_its_seals() -> None:
    party = factories.party()
    seal = kept(party)
    floor, stranger = factories.person(party, Role.FLOOR), factories.person(factories.party(), Role.CONTRACT_OWNER)
    for person in (floor, stranger):
        by = factories.scope(person)
        assert not PartySeal.objects.within(by, verb="seals.manage").exists()
        for attempt in (
            lambda by=by: register_seal(party.pk, name="章", picture=png(), by=by, at=AT),
            lambda by=by: retire_seal(seal.pk, by=by, at=AT),
        ):
            with pytest.raises(Refused) as refusal:
                attempt()
            assert refusal.value.code == "parties.not_yours"


def test_what_is_no_seal_is_refused() -> None:
    party = factories.party()
    kept(party)
    for name, picture, code in (
        ("  ", png(), "contracts.seal_name_missing"),
        ("合同专用章", png(), "contracts.seal_named_already"),
        ("章", b"%PDF-1.7", "contracts.picture_wrong_kind"),
        ("章", png()[:60], "contracts.picture_broken"),
    ):
        with pytest.raises(Refused) as refusal:
            kept(party, name, picture)
        assert refusal.value.code == code
    for nth in range(MOST - 1):
        kept(party, f"章{nth}")
    with pytest.raises(Refused) as refusal:
        kept(party, "多一枚")
    assert refusal.value.code == "contracts.seals_too_many"


def test_a_signer_takes_a_seal_of_its_own_party_that_is_still_in_use() -> None:
    desk = drafts.sent()
    own, retired, foreign = kept(desk.client), kept(desk.client, "旧章"), kept(desk.provider)
    by = factories.scope(factories.person(desk.client, Role.CONTRACT_OWNER))
    retire_seal(retired.pk, by=by, at=AT)
    request = desk.request("A")
    assert seals_for(request) == [own]
    drafts.read_heavy(request)
    for wrong in (retired, foreign):
        with pytest.raises(Refused) as refusal:
            act(request, seal=SealChoice(registered=wrong.pk))
        assert (refusal.value.code, refusal.value.field) == ("contracts.seal_unknown", "seal")
    act(request, seal=SealChoice(registered=own.pk))
    assert SignatureRequest.objects.get(pk=request.pk).seal == own


@pytest.mark.database
def test_the_database_keeps_a_seal_as_it_is() -> None:
    seal = kept(factories.party())
    other = kept(factories.party())
    for change in (f"party_id = {other.party_id}", f"picture_id = {other.picture_id}", "name = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE contracts_partyseal SET {change} WHERE id = %s", [seal.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM contracts_partyseal WHERE id = %s", [seal.pk])


def test_the_pages_keep_show_and_retire_a_seal() -> None:
    party = factories.party()
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(factories.person(party, Role.ADMINISTRATOR))
    assert "No seal is kept yet" in client.get(reverse("contracts:seals")).content.decode()
    picture = BytesIO(drawn())
    picture.name = "seal.jpg"
    added = client.post(reverse("contracts:seals"), {"party": party.pk, "name": "公章", "picture": picture})
    assert added.status_code == 302
    seal = PartySeal.objects.get()
    shown = client.get(reverse("contracts:seal-picture", args=[seal.pk]))
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    client.post(reverse("contracts:seal-retire", args=[seal.pk]))
    assert "No longer used" in client.get(reverse("contracts:seals")).content.decode()
    stranger = Client()
    stranger.force_login(factories.person(factories.party(), Role.ADMINISTRATOR))
    assert stranger.get(reverse("contracts:seal-picture", args=[seal.pk])).status_code == 404
    assert stranger.post(reverse("contracts:seal-retire", args=[seal.pk])).status_code == 404


def drawn() -> bytes:
    """A photographed seal: a red ring on white paper."""
    picture = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 180, 180), outline=(200, 10, 20), width=12)
    content = BytesIO()
    picture.save(content, "JPEG")
    return content.getvalue()
