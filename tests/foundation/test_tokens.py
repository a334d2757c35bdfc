"""Tokens and codes."""

from pytest_django.fixtures import Settings

from foundation import tokens


def test_token_is_known_by_its_hash_only() -> None:
    token, stored = tokens.new_token()
    assert tokens.hash_token(token) == stored
    assert len(stored) == 64
    assert len(token) == 43
    assert stored not in (tokens.hash_token(token + "x"), tokens.hash_token("\ud800星"))


def test_tokens_differ() -> None:
    assert tokens.new_token() != tokens.new_token()


def test_code_opens_only_what_it_was_sent_for(settings: Settings) -> None:
    stored = tokens.hash_code("123456", "signing 7")
    assert tokens.code_matches("123456", "signing 7", stored)
    assert not tokens.code_matches("123457", "signing 7", stored)
    assert not tokens.code_matches("123456", "signing 8", stored)
    settings.SECRET_KEY = "another installation"
    assert not tokens.code_matches("123456", "signing 7", stored)


def test_purpose_and_code_do_not_run_into_each_other() -> None:
    assert tokens.hash_code("12", "signing 3") != tokens.hash_code("2", "signing 31")
