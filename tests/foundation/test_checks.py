"""What must be true of the machine."""

import pytest

from foundation import checks


def test_machine_can_cut_fonts() -> None:
    assert checks.chinese_fonts_can_be_cut() == []


def test_missing_library_is_an_error_that_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "HARFBUZZ_SUBSET", ("libno-such-library.so.0",))
    (error,) = checks.chinese_fonts_can_be_cut()
    assert error.is_serious()
    assert error.hint == "Install the system package libharfbuzz-subset0."
