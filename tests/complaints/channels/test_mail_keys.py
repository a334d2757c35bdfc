"""By what a mail that is read twice is recognised."""

from typing import Any

from complaints.domain.channels.mail_intake import mail_key


def test_the_key_of_a_mail_is_the_same_each_time_and_made_by_this_installation_alone(settings: Any) -> None:
    first, again, other = mail_key("a <1@x>"), mail_key("a <1@x>"), mail_key("b <1@x>")
    settings.SECRET_KEY = "of another installation"
    assert (first == again, first == other, first == mail_key("a <1@x>")) == (True, False, False)
