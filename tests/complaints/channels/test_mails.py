"""Reading a mail: what its sender wrote, and nothing that could run, hide or go round in circles."""

from time import process_time

import pytest

from complaints.gateways.html_text import text_of_html
from complaints.gateways.mails import MOST_PARTS, Broken, read_mail, without_quotes
from tests.complaints.channels.mails import PNG, mail


def test_a_plain_mail_is_read_as_it_was_written() -> None:
    read = read_mail(mail("第一行\r\n第二行", files={"账单.png": PNG}))
    assert (read.sender, read.sender_name, read.subject) == ("guest@example.com", "甄客", "投诉")
    assert (read.message_id, read.to, read.text) == ("<1@example.com>", ("ts@ktv.example",), "第一行\n第二行")
    assert [(each.name, each.content) for each in read.files] == [("账单.png", PNG)]
    assert read.is_automatic is False


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>一</p><p>二<br>三</p>", "一\n二\n三"),
        ("<script>alert(1)</script>好<style>p{}</style>", "好"),
        ("<img src=x onerror=alert(1)>好 &lt;b&gt; &amp;", "好 <b> &"),
        ("<head><title>x</title><body>好</body>", "好"),
        ("<div>a&nbsp;&nbsp;b\n  c</div>", "a b c"),
        ("<p>未完<", "未完<"),
        ("<svg><text>x</text></svg>好<iframe>y</iframe>", "好"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(source: str, text: str) -> None:
    assert text_of_html(source) == text


@pytest.mark.parametrize("unit", ["<!--", "</p", "<", "<svg>", "<p a=", "</svg>"])
def test_html_that_never_ends_takes_no_time(unit: str) -> None:
    began = process_time()
    for source in (unit * 100_000, "<title>" + unit * 100_000, unit * 100_000 + ">"):
        assert len(text_of_html(source)) <= 200_000
    assert process_time() - began < 10


def test_a_head_that_never_ends_is_parked_and_a_long_line_of_one_takes_no_time() -> None:
    with pytest.raises(Broken, match="unreadable"):
        read_mail(mail().replace(b"Subject:", b"X-Long: " + b"x" * 64_000 + b"\nSubject:"))
    began = process_time()
    assert read_mail(mail().replace(b"Content-Type: ", b"Content-Type: text/plain; x=" + b'"' * 30_000)).sender
    assert process_time() - began < 10


def test_a_mail_of_html_alone_is_read_and_plain_text_goes_before_it() -> None:
    assert read_mail(mail("", html="<p>只有<b>网页</b></p>")).text == "只有网页"
    assert read_mail(mail("纯文本", html="<p>网页</p>")).text == "纯文本"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("谢谢。\n\n> 旧的话\n> 更旧的话", "谢谢。"),
        ("谢谢。\n\nOn Fri, 20 Nov 2026, KTV <ts@ktv.example> wrote:\n> 旧的话", "谢谢。"),
        ("谢谢。\n------------------ 原始邮件 ------------------\n旧的话", "谢谢。"),
        ("谢谢。\n在 2026年11月20日，KTV 写道：\n旧的话", "谢谢。"),
        ("> 一\n回答一\n> 二\n回答二", "回答一\n回答二"),
        ("> 只有引文", "> 只有引文"),
    ],
)
def test_what_is_only_quoted_is_left_out_unless_nothing_else_is_there(text: str, own: str) -> None:
    assert without_quotes(text) == own


def test_signs_that_show_nothing_are_taken_out() -> None:
    assert read_mail(mail("退\u200b款\u202e!", subject="a\u2066b")).text == "退款!"


def test_any_encoding_is_read_even_a_wrong_or_unknown_one() -> None:
    head = b"From: a@b.example\r\nMessage-ID: <2@b>\r\nContent-Type: text/plain; charset="
    assert read_mail(head + b"gb2312\r\n\r\n" + "帐单".encode("gb18030")).text == "帐单"
    assert read_mail(head + b"no-such\r\n\r\n" + "帐单".encode()).text == "帐单"
    assert read_mail(head + b"ascii\r\n\r\n" + "帐单".encode("gb18030")).text == "帐单"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<a.example>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@example.com"},
    ],
)
def test_what_a_program_wrote_is_known(headers: dict[str, str]) -> None:
    assert read_mail(mail(**headers)).is_automatic is True  # type: ignore[arg-type]


def test_what_a_person_wrote_is_not_taken_for_a_programs() -> None:
    assert read_mail(mail(Auto_Submitted="no", Precedence="first-class")).is_automatic is False


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_sender"),
        (b"Subject: x\r\n\r\nhello", "no_sender"),
        (b"From: nobody\r\n\r\nhello", "no_sender"),
        (mail(files={f"{number}.txt": b"x" for number in range(MOST_PARTS)}), "too_many_parts"),
    ],
)
def test_a_mail_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(Broken) as broken:
        read_mail(content)
    assert broken.value.reason == reason


def test_a_mail_without_an_id_is_known_by_its_content() -> None:
    one, other = mail(message_id=""), mail("别的", message_id="")
    assert read_mail(one).message_id == read_mail(one).message_id != read_mail(other).message_id


def test_nothing_personal_shows_when_a_mail_is_written_into_a_log() -> None:
    shown = repr(read_mail(mail(files={"a.png": PNG})))
    assert not [each for each in ("guest@example.com", "甄客", "账单", "投诉") if each in shown]
