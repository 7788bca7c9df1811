"""Lists and creates contacts with API keys through `frontdesk web`, against the same SQL in a bare psycopg loop.

usage: python -m bench.api [--rounds 5] [--seconds 4] [--processes 1] [--connections 8] [--statements]
"""

import argparse
import json
from collections import defaultdict
from uuid import uuid4

from bench import bare, client, figures, stage

EMAIL = "caught@example.test"
BODY = json.dumps({"email": EMAIL, "full_name": "Ada Example", "phone": "+44 20 7946 0123", "locale": "en"})
JOBS = {
    "list": bare.Job("GET", "/api/contacts?limit=25"),
    "create": bare.Job("POST", "/api/contacts", BODY, EMAIL),
}
AIMS = {"list": 0.40, "create": 0.35}


def make_request(name: str, number: int) -> bytes:
    job = JOBS[name]
    body = job.body.replace(EMAIL, f"{uuid4()}@example.test").encode() if job.email else b""
    return client.request(job.method, job.path, stage.key_of(number % stage.TENANTS + 1), body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--statements", action="store_true", help="print the statements of each request")
    options = parser.parse_args()
    rates: dict[str, list[float]] = defaultdict(list)
    costs: dict[str, list[float]] = defaultdict(list)
    with stage.new() as house:
        stage.fill(house)
        with (
            house.web(processes=options.processes) as (web, port),
            bare.loops(JOBS, tenants=stage.TENANTS, processes=options.processes) as loops,
        ):
            if options.statements:
                print(*(f"-- {name}\n" + "\n".join(sql) for name, sql in loops.statements.items()), sep="\n")
            for name in JOBS:  # each thread opens its connection, each loop prepares its statements
                client.load(port, lambda n, name=name: make_request(name, n), seconds=1.0)
                loops.run(name, 0.5)
            for _ in range(options.rounds):
                for name in JOBS:
                    measure(name, options, house, web.pid, port, loops, rates, costs)
    report(options, rates, costs)


def measure(
    name: str,
    options: argparse.Namespace,
    house: stage.Stage,
    web: int,
    port: int,
    loops: bare.Loops,
    rates: dict[str, list[float]],
    costs: dict[str, list[float]],
) -> None:
    """One round: the application, then the bare loop. CPU is that of the servers: Python and PostgreSQL."""
    before = stage.cpu_seconds(web), stage.cpu_seconds(house.server.pid)
    done = client.load(port, lambda n: make_request(name, n), connections=options.connections, seconds=options.seconds)
    between = stage.cpu_seconds(web), stage.cpu_seconds(house.server.pid)
    floor = loops.run(name, options.seconds)
    after = stage.cpu_seconds(house.server.pid)
    rates[name].append(done.per_second)
    rates[f"bare {name}"].append(floor.count / floor.seconds)
    count = len(done.latencies) / 1000
    costs[f"{name} python"].append((between[0] - before[0]) / count)
    costs[f"{name} postgres"].append((between[1] - before[1]) / count)
    costs[f"bare {name} python"].append(floor.cpu / floor.count * 1000)
    costs[f"bare {name} postgres"].append((after - between[1]) / floor.count * 1000)


def report(options: argparse.Namespace, rates: dict[str, list[float]], costs: dict[str, list[float]]) -> None:
    found = []
    for name in JOBS:
        label = f"{name} contacts, {options.processes} process" + ("es" if options.processes > 1 else "")
        found.append(
            figures.compare(label, rates[name], rates[f"bare {name}"], "requests/s", aim=f"≥ {AIMS[name]:.2f}")
        )
        for part in ("python", "postgres"):
            ours, theirs = costs[f"{name} {part}"], costs[f"bare {name} {part}"]
            found.append(figures.compare(f"… CPU of {part} for one {name}", ours, theirs, "ms"))
    figures.report("api", found)


if __name__ == "__main__":
    main()
