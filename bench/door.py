"""The OpenAI-compatible door in front of an upstream that takes no time, against asking that upstream directly; quota,
ledger and access check all on, one web process.

usage: python -m bench.door [--rounds 5] [--seconds 4] [--connections 16] [--calls 0]
--calls N: then N more calls, and what they did to the memory of the process.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from bench import client, figures, memory, stage

_MODEL = """
insert into ai_models_system (name, slug, provider, model_id, endpoint, capabilities, role, system_message, task, icon,
  description, tags, organization_types, required_plan, is_free, token_limit_period, token_limit_amount, updated_at,
  input_price_per_mtok, output_price_per_mtok)
values ('Bench', 'bench', 'openai_compatible', 'm', %s, '{chat}', '', '', '[]', '', '', '{}', '{}', 'free', true,
  'monthly', %s, now(), 1, 2) returning id
"""
_LIMITS = """
insert into org_system_model_config (organization_id, system_model_id, is_enabled_for_users, token_limit_per_user,
  updated_at)
select id, %s, true, 2000000000, now() from organizations
"""
MESSAGE = {"role": "user", "content": "Tell me about the documents that a visa application needs, in twenty words."}
PLAIN = json.dumps({"model": "system/bench", "messages": [MESSAGE], "max_tokens": 20}).encode()
STREAMED = json.dumps({"model": "system/bench", "messages": [MESSAGE], "max_tokens": 20, "stream": True}).encode()
PATH = "/v1/chat/completions"


@contextmanager
def upstream() -> Iterator[int]:
    port = stage.free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.upstream", str(port)], stdin=subprocess.DEVNULL)
    try:
        client.wait_open(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def add_model(house: stage.Stage, port: int, limit: int) -> int:
    with house.connect() as connection:
        row = connection.execute(_MODEL, [f"http://127.0.0.1:{port}/v1", limit]).fetchone()
        assert row
        connection.execute(_LIMITS, [row[0]])
        connection.execute("update api_keys set scopes = '[\"ai.use\"]'")
        return int(row[0])


def make(body: bytes, number: int) -> bytes:
    return client.request("POST", PATH, stage.key_of(number % stage.TENANTS + 1), body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--calls", type=int, default=0)
    options = parser.parse_args()
    found: dict[str, list[float]] = defaultdict(list)
    with (
        stage.new(FRONTDESK_OUTBOUND_ALLOW="127.0.0.1", FRONTDESK_AI_RATE_LIMIT="6000000/m") as house,
        upstream() as port,
    ):
        stage.fill(house, contacts=1)
        add_model(house, port, 1_000_000_000_000)
        with house.web() as (web, door):
            client.load(door, lambda n: make(PLAIN, n), seconds=1.0)
            for _ in range(options.rounds):
                measure(options, web.pid, door, port, found)
            notes = remember(options, web.pid, door) if options.calls else []
    report(options, found, notes)


def measure(options: argparse.Namespace, web: int, door: int, port: int, found: dict[str, list[float]]) -> None:
    for name, body in (("plain", PLAIN), ("stream", STREAMED)):
        one = {"connections": 1, "seconds": options.seconds / 2}
        through = client.load(door, lambda n, body=body: make(body, n), **one)
        direct = client.load(port, lambda n, body=body: make(body, n), **one)
        found[f"{name} added"].append(through.median_ms - direct.median_ms)
        found[f"{name} through"].append(through.median_ms)
        found[f"{name} direct"].append(direct.median_ms)
        before = stage.cpu_seconds(web)
        many = {"connections": options.connections, "seconds": options.seconds}
        done = client.load(door, lambda n, body=body: make(body, n), **many)
        found[f"{name} cpu"].append((stage.cpu_seconds(web) - before) / len(done.latencies) * 1000)
        found[f"{name} rate"].append(done.per_second)
        found[f"{name} floor"].append(client.load(port, lambda n, body=body: make(body, n), **many).per_second)


def remember(options: argparse.Namespace, web: int, door: int) -> list[figures.Figure]:
    before = memory.read_memory(web)[0]
    client.load(door, lambda n: make(PLAIN, n), connections=options.connections, count=options.calls)
    after = memory.read_memory(web)[0]
    return [figures.Figure(f"memory after {options.calls} calls more", after, "MB", before, after / before, "flat")]


def report(options: argparse.Namespace, found: dict[str, list[float]], notes: list[figures.Figure]) -> None:
    shown = []
    aims = {"plain": ("calls", "≥ 1300/s", "≤ 1.5 ms"), "stream": ("streams of 20 tokens", "≥ 610/s", "")}
    for name, (label, rate, added) in aims.items():
        shown.append(figures.Figure(f"{label}: added by the door", median(found[f"{name} added"]), "ms", aim=added))
        through, direct = found[f"{name} through"], found[f"{name} direct"]
        shown.append(figures.compare(f"{label}: latency, 1 connection", through, direct, "ms"))
        what = f"{label}, {options.connections} connections"
        asked = "floor: the upstream asked directly"
        shown.append(figures.compare(what, found[f"{name} rate"], found[f"{name} floor"], "/s", aim=rate, note=asked))
        shown.append(figures.Figure("… CPU of the web process for one", median(found[f"{name} cpu"]), "ms"))
    figures.report("door", [*shown, *notes])


if __name__ == "__main__":
    main()
