"""`manage.py verify_pdf FILE [--json]`: exit code 0 valid, 1 changed after signing, 2 invalid (or no such file), 3 not
judged, because the machine is too busy."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from contracts.documents.apart import verify_apart
from contracts.documents.appearance import printed_moment
from contracts.documents.trust import installation_trust
from contracts.documents.verdict import IDENTITIES, JUDGEMENTS, Reason, SignatureReport, Verdict
from contracts.documents.verify import MAX_BYTES
from foundation.refusals import Refused

NOT_JUDGED = 3


class Command(BaseCommand):
    """Says whether a PDF is a contract as all its parties signed it, and prints the terms that it carries."""

    help = "Verify a signed contract. Exit code: 0 valid, 1 changed after signing, 2 invalid."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF to verify")
        parser.add_argument("--json", action="store_true", help="print the whole verdict as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        try:
            verdict = self._verdict(options["file"])
        except Refused as refused:
            self.stderr.write(refused.message)
            sys.exit(NOT_JUDGED)
        if options["json"]:
            self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
        else:
            for line in _lines(verdict):
                self.stdout.write(line)
        sys.exit(verdict.exit_code)

    def _verdict(self, path: Path) -> Verdict:
        try:
            with path.open("rb") as file:
                # One byte more than allowed is enough to know; a huge file is never read whole.
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
            return Verdict("invalid", reasons=(Reason("no_file"),))
        return verify_apart(content, installation_trust())


def _lines(verdict: Verdict) -> list[str]:
    lines = [str(JUDGEMENTS[verdict.judgement])]
    lines += [f"  - {reason.message}" for reason in verdict.reasons]
    if verdict.contract_number:
        lines.append(
            _("Contract %(number)s, version %(version)s, form %(form)s")
            % {
                "number": verdict.contract_number,
                "version": verdict.version,
                "form": verdict.form,
            }
        )
    if verdict.signatures:
        lines += ["", _("Signatures"), *(f"  {_signature(each)}" for each in verdict.signatures)]
        lines.append(f"  {IDENTITIES[verdict.identity]}")
    if verdict.terms:
        lines += ["", _("Terms")]
        lines += [f"  {term['clause']:<6} {term['name']:<32} {term['display']}" for term in verdict.terms]
    return lines


def _signature(report: SignatureReport) -> str:
    state = _("intact") if report.intact else _("broken")
    if report.intact and report.changed_after:
        state = _("intact, changed later")
    moment = printed_moment(report.signed_at, "en") if report.signed_at else "—"
    stamp = _("timestamped") if report.timestamped_at else _("the signer's own clock")
    return f"{report.field:<16} {report.signer} · {report.party or '—'} · {moment} ({stamp}) · {state}"
