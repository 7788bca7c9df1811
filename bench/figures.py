"""What a benchmark found: printed, kept as JSON, and put into one table."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """``ratio`` is the figure against its floor in the same run, the median of the rounds; ``aim`` is the ratio's, or
    the figure's own where there is no floor."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    aim: str = ""
    note: str = ""


def compare(name: str, values: list[float], floors: list[float], unit: str, *, aim: str = "", note: str = "") -> Figure:
    """One figure of several rounds, each measured right beside its floor."""
    ratio = median(value / floor for value, floor in zip(values, floors, strict=True))
    return Figure(name, median(values), unit, median(floors), ratio, aim, note)


def report(benchmark: str, figures: list[Figure]) -> None:
    """Prints the figures and writes bench/results/<benchmark>.json."""
    for figure in figures:
        print("  ".join(part for part in _cells(figure) if part))
    RESULTS.mkdir(exist_ok=True)
    found = {
        "benchmark": benchmark,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "figures": [asdict(figure) for figure in figures],
    }
    (RESULTS / f"{benchmark}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def write_table(benchmarks: Iterable[str]) -> str:
    """The table of the latest results of each benchmark, also written to bench/results/table.md."""
    lines = ["| What | Figure | Floor | Ratio | Aim | Note |", "|---|---|---|---|---|---|"]
    for benchmark in benchmarks:
        file = RESULTS / f"{benchmark}.json"
        if file.exists():
            found = json.loads(file.read_text(encoding="utf-8"))
            lines += ["| " + " | ".join(_cells(Figure(**figure))) + " |" for figure in found["figures"]]
    table = "\n".join(lines)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "table.md").write_text(table + "\n", encoding="utf-8")
    return table


def _cells(figure: Figure) -> list[str]:
    return [
        figure.name,
        f"{_number(figure.value)} {figure.unit}",
        "" if figure.floor is None else f"{_number(figure.floor)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.aim,
        figure.note,
    ]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
