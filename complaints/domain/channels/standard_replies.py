"""Replies that come with the product, in the words of the trade; ``templates`` says which gaps there are."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STANDARD: Final[Mapping[str, tuple[str | Promise, Mapping[str, str]]]] = {
    "received": (
        _("We have it"),
        {
            "zh-hans": "您好，您在{venue}的反馈我们已收到，编号{number}。"
            "我们会尽快核实并回复您。"
            "给您带来不便，非常抱歉。",
            "zh-hant": "您好，您在{venue}的反饋我們已收到，編號{number}。"
            "我們會盡快核實並回覆您。"
            "給您帶來不便，非常抱歉。",
            "en": "Hello. We have received what you told us about {venue}; its number is {number}. We are looking into "
            "it and will answer you soon. We are sorry for the trouble.",
        },
    ),
    "progress": (
        _("How far it is"),
        {
            "zh-hans": "您好，您的投诉{number}（{venue}，包厢{room}）目前进度：{step}。有结果后我们会第一时间告诉您。",
            "zh-hant": "您好，您的投訴{number}（{venue}，包廂{room}）目前進度：{step}。有結果後我們會第一時間告訴您。",
            "en": "Hello. Your complaint {number} ({venue}, room {room}) now stands here: {step}. We will tell you the "
            "result as soon as we have it.",
        },
    ),
    "question": (
        _("We need to know more"),
        {
            "zh-hans": "您好，关于您的投诉{number}，我们还想了解一些情况：当时大约几点？"
            "是哪位工作人员？"
            "方便的话请直接回复本消息。",
            "zh-hant": "您好，關於您的投訴{number}，我們還想了解一些情況：當時大約幾點？"
            "是哪位工作人員？"
            "方便的話請直接回覆本訊息。",
            "en": "Hello. About your complaint {number} we would like to know a little more: about what time was it, "
            "and who of the staff was there? Simply answer this message.",
        },
    ),
    "result": (
        _("The result"),
        {
            "zh-hans": "您好，您的投诉{number}已处理完毕。"
            "感谢您的提醒，我们已作出改进。"
            "如对结果有疑问，请直接回复本消息。",
            "zh-hant": "您好，您的投訴{number}已處理完畢。"
            "感謝您的提醒，我們已作出改進。"
            "如對結果有疑問，請直接回覆本訊息。",
            "en": "Hello. Your complaint {number} has been dealt with. Thank you for telling us; we have put it right. "
            "If you are not content with the result, simply answer this message.",
        },
    ),
}
"""Code → its name on the screen, and its text by language."""
