"""Evidence packs in tests: asked for and made by the product's own verbs, unpacked as anybody would."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.documents import pack_verifier
from contracts.documents.identity import InstallationCA, new_authority
from contracts.domain.duties.fulfilling import Proof, add_evidence
from contracts.domain.evidence.asking import Wanted, ask_for_pack
from contracts.domain.liability.breaches import confirm_breach, contest_breach
from contracts.domain.life.notices import Delivery, Letter, give_notice, prove_delivery
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.domain.targets.verdicts import Reading
from contracts.models import Breach, EvidencePack
from contracts.models.notices import NoticeKind
from deadlines.domain.sweep import sweep_all
from foundation import jobs
from parties.domain.scope import Scope
from parties.models import User
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT
from tests.contracts.duties.test_fulfilling import PDF
from tests.factories import Agreement
from tests.worlds import world

ASKED = AT + timedelta(days=120)
NAME = "培训签到表 第1期.pdf"


@dataclass(frozen=True)
class Case:
    """A contract signed by both sides, and what went wrong under it."""

    agreement: Agreement
    breach: Breach

    @property
    def client(self) -> Scope:
        return factories.scope(self.agreement.owner)

    @property
    def provider(self) -> Scope:
        return factories.scope(self.agreement.account_manager)


@world
def signed_agreement() -> Agreement:
    """A contract that both sides have really signed and sealed."""
    desk = drafts.ready_draft()
    desk.fill(training_interval="1")
    desk.send()
    for side in "BA":
        drafts.sign(desk.request(side), AT)
    desk.contract.refresh_from_db()
    return Agreement(desk.contract, desk.client, desk.provider, desk.venue, desk.manager, desk.owner)


@world
def case() -> Case:
    """A missed duty with evidence of both sides, contested and confirmed with damages; a notice; a measurement."""
    agreement = signed_agreement()
    client, provider = factories.scope(agreement.owner), factories.scope(agreement.account_manager)
    begun = AT + timedelta(days=9)
    [obligation] = agreement.owe(started_at=begun)
    sweep_all(begun + timedelta(hours=30))
    breach = Breach.objects.get(obligation=obligation)
    add_evidence_of_a_series(agreement, by=provider)
    contest_breach(breach.pk, by=provider, at=begun + timedelta(days=2), text="客人未留电话，无法核实。")
    confirm_breach(breach.pk, by=client, at=begun + timedelta(days=3), text="属实")
    letter = Letter("贵方迟延核实，特此催告。", "courier", (begun + timedelta(days=4)).date())
    notice = give_notice(
        agreement.contract.pk, NoticeKind.FEE_CHANGE, letter, by=provider, at=begun + timedelta(days=4)
    )
    delivery = Delivery(begun + timedelta(days=5), PDF, "回执.pdf")
    prove_delivery(notice.pk, delivery, by=provider, at=begun + timedelta(days=5))
    measure(agreement, by=client)
    breach.refresh_from_db()
    return Case(agreement, breach)


def add_evidence_of_a_series(agreement: Agreement, *, by: Scope) -> None:
    """A file with a Chinese name, about a duty that the contract itself made due."""
    training = agreement.contract.occurrences.filter(series="training").order_by("pk")[0].obligation
    proof = Proof("十二人参加。", (SimpleUploadedFile(NAME, PDF),))
    add_evidence(training.pk, proof=proof, by=by, at=AT + timedelta(days=20))


def measure(agreement: Agreement, *, by: Scope) -> None:
    """A satisfaction below its target, with the paper that shows it."""
    method = Method("随机发放三百份。", SimpleUploadedFile("满意度.pdf", PDF))
    level = Reading(Decimal("71"), 100, 300)
    record_measurement(
        agreement.contract.pk,
        "satisfaction_target",
        date(2026, 3, 2),
        level,
        method=method,
        by=by,
        at=AT + timedelta(days=110),
    )


def made(contract_id: int, wanted: Wanted, *, by: Scope, at: datetime = ASKED) -> EvidencePack:
    """A pack, asked for and made."""
    pack = ask_for_pack(contract_id, wanted, reason="仲裁", by=by, at=at)
    jobs.run_due()
    pack.refresh_from_db()
    assert pack.is_made
    return pack


def about(case: Case, user: User) -> EvidencePack:
    """A pack about the case's breach, for this person's side."""
    return made(case.agreement.contract.pk, Wanted([case.breach.pk]), by=factories.scope(user))


def period(case: Case, user: User) -> EvidencePack:
    """A pack about the first months, for this person's side."""
    wanted = Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 6, 29))
    return made(case.agreement.contract.pk, wanted, by=factories.scope(user))


def unpacked(pack: EvidencePack, folder: Path) -> Path:
    """The folder with everything that is in the pack."""
    assert pack.file is not None
    with pack.file.open() as stream, ZipFile(stream) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(folder)
    return folder


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


def paths(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def wrong(folder: Path) -> list[str]:
    """What the verifier finds wrong, in English."""
    return [en for right, _zh, en in pack_verifier.check_pack(folder) if not right]


def run_verifier(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """verify.py as somebody runs it: by itself, outside this project, and with no way to the network."""
    cut_off = (
        "import runpy, socket, sys\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-W", "error::ImportWarning", "-c", cut_off, str(folder / "verify.py"), *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def other_authority() -> bytes:
    """The root certificate of another installation."""
    return InstallationCA.from_pem(new_authority(AT)).root_pem
