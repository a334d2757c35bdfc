"""How rules say no, on forms and elsewhere."""

import re

import pytest
from django import forms
from django.utils import translation
from django.utils.functional import lazystr

from foundation import refusals
from foundation.refusals import Refused, declare
from foundation.web.refusals import add_refusal


@pytest.fixture(autouse=True)
def own_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_DECLARED", dict(refusals._DECLARED))
    declare({"test.too_low": "At least %(least)s, not 5%%."}, status=refusals.OUT_OF_STEP)


class AmountForm(forms.Form):
    amount = forms.IntegerField()


def test_message_is_filled_with_the_parameters() -> None:
    refused = Refused("test.too_low", "amount", least=7)
    assert (refused.message, refused.field, refused.params) == ("At least 7, not 5%.", "amount", {"least": 7})
    assert (str(refused), refused.status) == ("At least 7, not 5%.", 409)


def test_message_follows_the_language_of_the_reader() -> None:
    declare({"test.language": translation.gettext_lazy("English")})
    refused = Refused("test.language")
    with translation.override("en"):
        assert refused.message == "English"


def test_undeclared_code_fails_where_it_is_raised() -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        Refused("test.unknown")


def test_forgotten_parameter_fails_where_it_is_forgotten() -> None:
    with pytest.raises(KeyError, match="least"):
        Refused("test.too_low")


def test_a_code_has_one_message() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare({"test.too_low": lazystr("Something else.")})


def test_refusal_shows_at_its_field() -> None:
    form = AmountForm({"amount": "5"})
    assert form.is_valid()
    add_refusal(form, Refused("test.too_low", "amount", least=7))
    assert form.errors == {"amount": ["At least 7, not 5%."]}


def test_refusal_of_a_field_that_the_form_lacks_shows_above_the_form() -> None:
    form = AmountForm({"amount": "5"})
    assert form.is_valid()
    add_refusal(form, Refused("test.too_low", "weight", least=7))
    assert form.errors == {"__all__": ["At least 7, not 5%."]}
    assert form.errors.as_data()["__all__"][0].code == "test.too_low"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_sentence_asks_for_the_same_in_every_language(language: str) -> None:
    for code, declared in refusals._DECLARED.items():
        with translation.override("en"):
            english = _gaps(str(declared.message))
        with translation.override(language):
            assert _gaps(str(declared.message)) == english, code


def _gaps(sentence: str) -> set[str]:
    """What the sentence is filled with; a percent sign that stands for itself is written twice."""
    gap = re.compile(r"%\((\w+)\)[sd]")
    assert "%" not in gap.sub("", sentence).replace("%%", ""), sentence
    return set(gap.findall(sentence))
