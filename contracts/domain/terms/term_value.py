"""What every typed value of a term can do."""

from abc import ABC, abstractmethod
from typing import ClassVar, Self

Dumped = dict[str, int | str]


class TermValue(ABC):
    """One value of a term. `type` is its stable name in files, in the database and inside the signed PDF."""

    type: ClassVar[str]
    signs: ClassVar[tuple[str, ...]] = ()  # units that a person may type with the number

    @property
    @abstractmethod
    def plain(self) -> int | str:
        """The value as JSON can hold it without loss; decimals and dates as text."""

    @classmethod
    @abstractmethod
    def read(cls, raw: str) -> Self:
        """What a person typed. Raises Refused `contracts.term_shape` (or a narrower code) when it does not fit."""

    @abstractmethod
    def display(self, language: str) -> str:
        """As printed in a clause."""

    def dump(self) -> Dumped:
        return {"type": self.type, "value": self.plain}
