import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One measurement. ``ratio`` is ours : limit; the unit says which way is better (rps: more, s: less)."""

    name: str
    size: str
    ours: float
    limit: float
    unit: str

    @property
    def ratio(self) -> float:
        return round(self.ours / self.limit, 3) if self.limit else 0.0

    def as_dict(self) -> dict[str, str | float]:
        return asdict(self) | {"ours": round(self.ours, 5), "limit": round(self.limit, 5), "ratio": self.ratio}


def in_turn(ours: Callable[[], float], limit: Callable[[], float], *, rounds: int) -> tuple[float, float]:
    """The medians of two measurements in short turns, so that a drift of the machine meets both; the first warms up."""
    ours(), limit()
    pairs = [(ours(), limit()) for _each in range(rounds)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
