"""How the figures of a wave are kept: as plain values, with the SHA-256 of their canonical text.

The text is JSON in UTF-8, keys in order, no blanks. Numbers with decimals are strings, so that nothing rounds them;
what has an order of its own (items, options, subjects) is a list of pairs, which the database keeps as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from surveys.domain.results.estimating import Promoters, Share
from surveys.domain.results.figures import ItemFigure, Row
from surveys.domain.results.partition import Cut


def plain(row: Row) -> dict[str, Any]:
    """A row as JSON knows it."""
    found = asdict(row)
    found["subjects"] = [*row.subjects.items()]
    found["items"] = [(key, _plain_item(item)) for key, item in row.items.items()]
    kept: dict[str, Any] = _strings(found)
    return kept


def read(kept: Mapping[str, Any]) -> Row:
    """The row that :func:`plain` wrote."""
    cut = Cut(kept["cut"]["kind"], kept["cut"]["key"], tuple(kept["cut"]["numbers"]))
    return Row(
        cut,
        kept["frame"],
        kept["answers"],
        _share(kept["satisfaction"]),
        _share(kept["loyalty"]),
        _promoters(kept["recommendation"]),
        {subject: Share(**_decimals(Share, each)) for subject, each in kept["subjects"]},
        {key: _item(each) for key, each in kept["items"]},
    )


def canonical(figures: Mapping[str, Any]) -> str:
    """The one text of these figures."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(figures: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text."""
    return sha256(canonical(figures).encode()).hexdigest()


def _plain_item(item: ItemFigure) -> dict[str, Any]:
    return asdict(item) | {"counts": [*item.counts.items()], "percents": [*item.percents.items()]}


def _strings(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case Share():
            return _strings(asdict(value))
        case Mapping():
            return {str(key): _strings(each) for key, each in value.items()}
        case tuple() | list():
            return [_strings(each) for each in value]
        case _:
            return value


def _decimals(kind: type[Share] | type[Promoters], kept: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {field.name for field in fields(kind) if field.type is Decimal}
    return {name: Decimal(value) if name in wanted else value for name, value in kept.items()}


def _share(kept: Mapping[str, Any] | None) -> Share | None:
    return None if kept is None else Share(**_decimals(Share, kept))


def _promoters(kept: Mapping[str, Any] | None) -> Promoters | None:
    return None if kept is None else Promoters(**_decimals(Promoters, kept))


def _item(kept: Mapping[str, Any]) -> ItemFigure:
    percents = {option: Decimal(value) for option, value in kept["percents"]}
    mean = None if kept["mean"] is None else Decimal(kept["mean"])
    return ItemFigure(kept["answered"], dict(kept["counts"]), percents, mean, _share(kept["good"]))
