"""The numbers of a test."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arm:
    """A variant's part of the test: so many mails arrived, so many people responded (opened, clicked or answered)."""

    position: int
    arrived: int
    responses: int

    def __post_init__(self) -> None:
        if not 0 <= self.responses <= self.arrived:
            raise ValueError("Of an arm's mails at most all are responded to.")

    @property
    def rate(self) -> float:
        return self.responses / self.arrived if self.arrived else 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """The test as it stood at one of its looks (see ``looks.PLAN``)."""

    number: int
    arms: Sequence[Arm]
