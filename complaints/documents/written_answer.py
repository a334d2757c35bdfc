"""The written answer to a customer as a PDF, in their language: made from the values given and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from foundation.languages import is_chinese, pick
from foundation.pdf import ARCHIVAL, render_pdf

SUBJECTS: Final = {
    "quality": ("服务质量", "Service quality"),
    "attitude": ("服务态度", "Service attitude"),
    "facilities": ("设施设备", "Facilities"),
    "drinks": ("酒水", "Drinks"),
    "promotion": ("促销活动", "Promotion"),
    "price": ("价格", "Price"),
}
"""What is printed stays as it was printed; the screens' words may change."""


@dataclass(frozen=True)
class Answer:
    """All that is printed. The customer is not named: a printed name cannot be forgotten."""

    number: str
    complaint: str
    house: str
    venue: str
    address: str
    phone: str
    room: str
    received: datetime
    issued: datetime
    subject: str
    text: str
    language: str


def render_answer(answer: Answer) -> bytes:
    """The same answer gives the same bytes. Raises Refused ``foundation.glyph_missing``."""
    folder = Path(settings.BASE_DIR) / "templates" / "complaints" / "pdf"
    return render_pdf(answer_html(answer), stylesheets=(folder / "written_answer.css",), variant=ARCHIVAL)


def answer_html(answer: Answer) -> str:
    """The page source; everything that people typed is escaped by the template."""

    def say(zh: str, en: str) -> str:
        return pick(answer.language, zh, en)

    context = {
        "answer": answer,
        "lang": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(answer.language, "en"),
        "title": say("书面答复", "Written answer"),
        "dear": say("尊敬的顾客：", "Dear guest,"),
        "opening": _opening(answer),
        "paragraphs": [line for line in answer.text.split("\n") if line.strip()],
        "contesting": say(
            "您对本答复有异议的，可在您的投诉页面上提出，或者与本门店联系；您也可以依法向有关部门投诉。",
            "If you do not agree, say so on the page of your complaint or speak to the venue. "
            "You may always turn to the authorities.",
        ),
        "labels": {"number": say("编号", "No."), "issued": say("日期", "Date"), "phone": say("电话", "Telephone")},
        "issued": _day(answer.issued, answer.language),
    }
    return render_to_string("complaints/pdf/written_answer.html", context)


def _opening(answer: Answer) -> str:
    """Which complaint it answers."""
    zh_subject, en_subject = SUBJECTS[answer.subject]
    day_zh, day_en = (_day(answer.received, language) for language in ("zh-hans", "en"))
    where_zh, where_en = (f"{answer.room}包厢", f", room {answer.room}") if answer.room else ("", "")
    return pick(
        answer.language,
        f"您于{day_zh}就{answer.venue}{where_zh}的{zh_subject}提出的投诉（{answer.complaint}），我们答复如下：",
        f"You complained on {day_en} about {en_subject.lower()} at {answer.venue}{where_en} ({answer.complaint}). "
        "This is our answer:",
    )


def _day(moment: datetime, language: str) -> str:
    if is_chinese(language):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {moment:%B %Y}"
