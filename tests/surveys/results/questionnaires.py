"""A questionnaire with every kind of question that is counted, for tests of the figures."""

from typing import Any, Final


def rating(key: str, role: str = "", *, scale: int = 5) -> dict[str, Any]:
    return {"key": key, "kind": "rating", "title": {"zh-hans": key}, "role": role, "scale": scale}


DEFINITION: Final[dict[str, Any]] = {
    "sections": [
        {
            "key": "whole",
            "subject": "overall",
            "title": {"zh-hans": "总体"},
            "questions": [
                rating("satisfied", "satisfaction"),
                rating("again", "loyalty"),
                {"key": "advise", "kind": "recommendation", "title": {"zh-hans": "推荐"}, "role": "recommendation"},
            ],
        },
        {
            "key": "house",
            "subject": "facilities",
            "title": {"zh-hans": "设施"},
            "questions": [
                {
                    "key": "rooms",
                    "kind": "matrix",
                    "title": {"zh-hans": "包厢"},
                    "scale": 5,
                    "rows": [
                        {"key": "sound", "title": {"zh-hans": "音响"}},
                        {"key": "air", "title": {"zh-hans": "空调"}},
                    ],
                },
                rating("clean", scale=10),
                {
                    "key": "why",
                    "kind": "choices",
                    "title": {"zh-hans": "为何"},
                    "options": [{"key": key, "title": {"zh-hans": key}} for key in ("near", "songs", "friends")],
                },
                {"key": "words", "kind": "text", "title": {"zh-hans": "建议"}},
            ],
        },
    ]
}
