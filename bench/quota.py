"""500 calls at once through the door against a limit that pays for about 100: plain and streamed, a third of them
abandoned, on two web processes; then the same with one process killed in the middle.

usage: python -m bench.quota [--rounds 3] [--kills 1] [--calls 500] [--payable 100]

Prints tokens above the limit (by our books and by the upstream's own count), payable calls that were served, and what
is left reserved afterwards; and after the kill, how long until the dead process's reservations are back.
"""

import argparse
import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from bench import door, figures, slow_upstream, stage

TOKENS = slow_upstream.PROMPT + slow_upstream.ANSWER
_STATE = """
select (select coalesce(sum(prompt_tokens + completion_tokens), 0) from ai_model_call),
  (select coalesce(sum(tokens_used), 0) from ai_model_usage), (select coalesce(max(used), 0) from ai_quota),
  (select coalesce(sum(leased), 0) from ai_quota), (select coalesce(sum(amount), 0) from ai_quota_lease),
  (select coalesce(sum(prompt_tokens + completion_tokens), 0) from ai_model_call where status = 'ok'),
  (select count(*) from ai_model_call where status = 'ok')
"""


@dataclass
class Books:
    """What the database says: sums of the ledger, the counters and the quota, and what is still set aside."""

    ledger: int
    counted: int
    used: int
    leased: int
    held: int
    served_tokens: int
    served: int


@dataclass
class Round:
    outcomes: Counter[str] = field(default_factory=Counter)
    books: Books | None = None
    upstream_tokens: int = 0
    limit: int = 0
    back_after: float = 0.0

    @property
    def overshoot(self) -> int:
        assert self.books
        return max(0, self.books.used - self.limit, self.books.ledger - self.limit)

    @property
    def payable(self) -> int:
        """Calls that the limit pays for beside what abandoned ones took."""
        assert self.books
        return (self.limit - (self.books.used - self.books.served_tokens)) // TOKENS


def books(house: stage.Stage) -> Books:
    with house.connect() as connection:
        row = connection.execute(_STATE).fetchone()
    assert row
    return Books(*(int(value) for value in row))


async def one(session: aiohttp.ClientSession, url: str, number: int, outcomes: Counter[str]) -> None:
    """A call; every third leaves: plain ones after a while, streamed ones in the middle of their answer."""
    streams, leaves = bool(number % 2), number % 3 == 0
    headers = {"Authorization": f"Bearer {stage.key_of(1)}", "Content-Type": "application/json"}
    content = b""
    try:
        async with (
            asyncio.timeout(random.uniform(0.05, 2.0) if leaves and not streams else 120),
            session.post(url + door.PATH, data=door.STREAMED if streams else door.PLAIN, headers=headers) as answer,
        ):
            async for piece in answer.content.iter_any():
                content += piece
                if leaves and streams and answer.status == 200 and content.count(b"data:") > number % 17:
                    raise TimeoutError
        whole = b"[DONE]" in content or b'"finish_reason":"stop"' in content
        outcomes["served" if answer.status == 200 and whole else f"status {answer.status}"] += 1
    except TimeoutError:
        outcomes["left"] += 1
    except aiohttp.ClientError:
        outcomes["broken off"] += 1


async def storm(port: int, calls: int, outcomes: Counter[str], act: Callable[[], None] | None = None) -> None:
    """``act`` happens in the middle: when the first twenty are served."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        tasks = [
            asyncio.ensure_future(one(session, f"http://127.0.0.1:{port}", number, outcomes)) for number in range(calls)
        ]
        if act is not None:
            while outcomes["served"] < 20:
                await asyncio.sleep(0.01)
            act()
        await asyncio.gather(*tasks)


def clear(house: stage.Stage, limit: int) -> None:
    with house.connect() as connection:
        connection.execute("truncate ai_model_call, ai_model_usage, ai_quota, ai_quota_lease")
        connection.execute("update ai_models_system set token_limit_amount = %s", [limit])


def run(options: argparse.Namespace, house: stage.Stage, upstream: slow_upstream.Running, *, kill: bool) -> Round:
    made = Round(limit=options.payable * TOKENS)
    clear(house, made.limit)
    upstream.reset()
    with house.web(processes=2) as (web, port), house.process("worker"):  # whose job returns what the dead hold
        workers = [pid for pid in stage.tree(web.pid) if pid != web.pid]

        def act() -> None:
            os.kill(random.choice(workers), signal.SIGKILL)

        asyncio.run(storm(port, options.calls, made.outcomes, act if kill else None))
        started = time.monotonic()
        while books(house).leased and time.monotonic() - started < 180:
            time.sleep(0.5)
        made.back_after = time.monotonic() - started
        time.sleep(0.5)
        made.books = books(house)
    made.upstream_tokens = upstream.tokens()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--payable", type=int, default=100)
    options = parser.parse_args()
    settings = {"FRONTDESK_OUTBOUND_ALLOW": "127.0.0.1", "FRONTDESK_AI_RATE_LIMIT": "6000000/m"}
    with stage.new(**settings) as house, slow_upstream.running() as upstream:
        stage.fill(house, contacts=1)
        door.add_model(house, upstream.port, options.payable * TOKENS)
        rounds = [run(options, house, upstream, kill=False) for _ in range(options.rounds)]
        killed = [run(options, house, upstream, kill=True) for _ in range(options.kills)]
    report(rounds, killed)


def report(rounds: list[Round], killed: list[Round]) -> None:
    for each in [*rounds, *killed]:
        print(dict(each.outcomes), each.books, f"upstream {each.upstream_tokens} of {each.limit}")
    shown = []
    for name, some in (("", rounds), ("process killed: ", killed)):
        found = [(each, each.books) for each in some if each.books]
        differs = max(abs(b.ledger - b.counted) + abs(b.ledger - b.used) for _, b in found)
        shares = [b.served / each.payable for each, b in found]
        worst = max(each.overshoot for each in some)
        shown.append(figures.Figure(f"{name}tokens above the limit, worst round", worst, "tokens", aim="0"))
        if not name:  # whoever was connected to the killed process has to ask again
            served = min(shares) * 100
            shown.append(figures.Figure("payable calls served, worst round", served, "%", aim="≥ 99"))
        left = max(b.leased + b.held for _, b in found)
        shown.append(figures.Figure(f"{name}still reserved afterwards", left, "tokens", aim="0"))
        shown.append(figures.Figure(f"{name}ledger against counters", differs, "tokens", aim="0"))
    longest = max(each.back_after for each in killed)
    shown.append(figures.Figure("process killed: reservations back after", longest, "s", aim="< 120"))
    figures.report("quota", shown)


if __name__ == "__main__":
    main()
