"""Every file of the corpus of altered contracts is judged right, and no byte of a signed one can be changed unseen."""

import pytest

from tests.contracts.alterations import CORPUS, Alteration
from tests.contracts.altered_bytes import flipped
from tests.contracts.altered_form import remove_signature
from tests.contracts.sealed_pdfs import codes, judged, signed, updated
from tests.contracts.snapshots import CLIENT

FEWEST = 60


@pytest.mark.parametrize("altered", CORPUS, ids=lambda each: each.name)
def test_altered_file_is_judged_right(altered: Alteration) -> None:
    content = altered.make()
    verdict = judged(content)

    assert content != signed()
    assert verdict.judgement == altered.judgement
    assert altered.reason in codes(verdict)
    assert verdict.exit_code == {"changed": 1, "invalid": 2}[altered.judgement]
    # What was signed can still be said where it stands unaltered before the change; else nothing is vouched for.
    assert all(report.changed_after for report in verdict.signatures) or altered.judgement == "invalid"
    if altered.judgement == "changed":
        assert [term["name"] for term in verdict.terms] == ["verify_within"]


def test_corpus_is_large_and_no_two_files_of_it_are_alike() -> None:
    assert len(CORPUS) >= FEWEST
    assert len({altered.name for altered in CORPUS}) == len(CORPUS)
    assert len({altered.make for altered in CORPUS}) == len(CORPUS)
    assert {altered.judgement for altered in CORPUS} == {"changed", "invalid"}


def test_what_the_corpus_was_made_from_is_valid() -> None:
    """Without which every verdict above would prove nothing."""
    assert judged(signed()).is_valid


def test_what_was_signed_before_a_change_can_still_be_said() -> None:
    verdict = judged(signed() + b" ")
    assert [report.signer for report in verdict.signatures[1:]] == ["陈𠮷宁", "周慧敏"]


def test_removed_signature_is_named() -> None:
    verdict = judged(updated(signed(), remove_signature))
    assert (verdict.reasons[0].code, verdict.reasons[0].field) == ("signature_removed", "Signature_A")


def test_missing_party_is_named() -> None:
    verdict = judged(signed()[: len(signed("B"))])
    assert [reason.party for reason in verdict.reasons] == [CLIENT.name]


def test_flipped_bytes_anywhere_are_never_valid() -> None:
    pdf = signed()
    step = len(pdf) // 25
    for place in range(11, len(pdf), step):
        assert not judged(flipped(pdf, place, 0x10)).is_valid, place


def test_every_kind_of_byte_in_a_signature_message_is_protected() -> None:
    pdf = signed()
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    for place in range(start, start + 1600, 67):
        altered = pdf[:place] + (b"3" if pdf[place : place + 1] != b"3" else b"4") + pdf[place + 1 :]
        assert not judged(altered).is_valid, place - start


@pytest.mark.parametrize(
    "endless",
    [b"\nstartxref\n9\n%%EOF\n" * 65, b"\nxref\n0 0\ntrailer\n<< /Size 1 /Prev 9 >>\n" * 2001],
    ids=["revisions", "chained sections"],
)
def test_a_file_made_to_keep_the_reader_busy_is_refused_before_it_is_read(
    endless: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_args: object) -> None:
        raise SystemExit("it was read")

    monkeypatch.setattr("contracts.documents.verify.examine", read)
    assert judged(signed() + endless).judgement == "invalid"
