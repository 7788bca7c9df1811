"""Memory of each process of a running Frontdesk: after its start, and after 2 000 requests.

usage: python -m bench.memory [--requests 2000]

PSS counts what processes share once: the sum is what the machine has to have. Root or the same account can read it.
"""

import argparse
import re
import smtplib
import time
from pathlib import Path

from bench import api, client, figures, stage

_SIZE = re.compile(r"^(Pss|Rss):\s+(\d+) kB", re.MULTILINE)


def read_memory(pid: int) -> tuple[float, float]:
    """PSS and RSS of a process and all below it, in MB."""
    total = {"Pss": 0, "Rss": 0}
    for one in stage.tree(pid):
        for kind, size in _SIZE.findall(Path(f"/proc/{one}/smaps_rollup").read_text()):
            total[kind] += int(size)
    return total["Pss"] / 1024, total["Rss"] / 1024


def wait_up(house: stage.Stage, smtp_port: int) -> None:
    """Until the worker has entered itself and the listener listens."""
    deadline = time.monotonic() + 60
    with house.connect() as connection:
        while connection.execute("select count(*) from procrastinate_workers").fetchone() == (0,):
            if time.monotonic() > deadline:
                raise RuntimeError("The worker did not come up; see its log.")
            time.sleep(0.2)
    while True:
        try:
            smtplib.SMTP("127.0.0.1", smtp_port, timeout=10).quit()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2000)
    options = parser.parse_args()
    found = []
    with stage.new() as house:
        stage.fill(house, contacts=1000)
        with house.web() as (web, port), house.process("worker") as worker:
            smtp_port = str(stage.free_port())
            with house.process("smtp", FRONTDESK_SMTP_PORT=smtp_port) as smtp:
                wait_up(house, int(smtp_port))
                pids = {"web": web.pid, "worker": worker.pid, "smtp": smtp.pid, "postgres": house.server.pid}
                before = {name: read_memory(pid) for name, pid in pids.items()}
                client.load(port, lambda number: api.make_request("list", number), count=options.requests // 2)
                client.load(port, lambda number: api.make_request("create", number), count=options.requests // 2)
                after = {name: read_memory(pid) for name, pid in pids.items()}
    for name in pids:
        note = f"at the start {before[name][0]:.0f} MB; RSS {before[name][1]:.0f}, then {after[name][1]:.0f} MB"
        label = f"PSS of {name} after {options.requests} requests"
        found.append(figures.Figure(label, after[name][0], "MB", note=note))
    start, end = (sum(pss for pss, _ in each.values()) for each in (before, after))
    found.append(figures.Figure("… all together", end, "MB", note=f"at the start {start:.0f} MB"))
    figures.report("memory", found)


if __name__ == "__main__":
    main()
