"""A first guess at what an unsorted text complains of: marketing judges it when it verifies and classifies."""

from typing import Final

from complaints.models import Subject

WORDS: Final[dict[str, tuple[str, ...]]] = {
    Subject.PRICE: (
        "账单", "帳單", "收费", "收費", "多收", "价格", "價格", "退款",
        "bill", "price", "charge", "refund",
    ),
    Subject.FACILITIES: (
        "麦克风", "麥克風", "话筒", "話筒", "空调", "空調", "音响", "音響", "屏幕", "厕所", "廁所",
        "microphone", "air condition", "speaker", "screen", "toilet",
    ),
    Subject.DRINKS: ("酒", "饮料", "飲料", "果盘", "果盤", "小吃", "drink", "beer", "wine", "food"),
    Subject.PROMOTION: (
        "活动", "活動", "优惠", "優惠", "促销", "促銷", "会员卡", "會員卡",
        "promotion", "offer", "discount",
    ),
    Subject.ATTITUDE: ("态度", "態度", "不耐烦", "不耐煩", "骂", "罵", "rude", "attitude", "impolite"),
}  # fmt: skip


def guessed_subject(text: str) -> str:
    """The subject most of whose words stand in the text; service quality where none does."""
    said = text.casefold()
    counts = {subject: sum(word in said for word in words) for subject, words in WORDS.items()}
    best = max(counts, key=lambda subject: counts[subject])
    return str(best) if counts[best] else Subject.QUALITY.value
