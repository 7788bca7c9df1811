"""`frontdesk up`: everything on one machine."""

import argparse
import errno
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from frontdesk.management import context, demo, migrate
from frontdesk.management.context import CommandFailed, refuse_default_passwords, use_database
from frontdesk.management.supervisor import Child, Supervisor, spawn
from frontdesk.platform import embedded, posix

if TYPE_CHECKING:
    from types import FrameType

HELP = "Run everything on this machine: database, web, worker and SMTP listener."
READY_SECONDS = 120.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: $FRONTDESK_HOST, else 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port of the web app (default: $FRONTDESK_PORT, else 8000)")
    parser.add_argument("--smtp-port", type=int, help="port of the SMTP listener (default: 2525)")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo into a new installation")


def run(arguments: argparse.Namespace) -> int:
    _choose_addresses(arguments)
    from frontdesk import settings

    for number in (signal.SIGINT, signal.SIGTERM):  # both, for a shell starts background jobs with SIGINT ignored
        signal.signal(number, _interrupt)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with _only_one(settings.DATA_DIR, settings.PUBLIC_URL):
        _require_free("web app", settings.WEB_HOST, settings.WEB_PORT, "--port")
        _require_free("SMTP listener", settings.SMTP_LISTEN_HOST, settings.SMTP_LISTEN_PORT, "--smtp-port")
        supervisor = Supervisor()
        server = None
        try:
            server = _start_database()
            _start(supervisor, with_demo=not arguments.no_demo and not settings.PRODUCTION)
            _supervise(supervisor, server)
        except KeyboardInterrupt:
            print("Stopping …", flush=True)
        finally:
            signal.signal(signal.SIGINT, _kill)
            signal.signal(signal.SIGTERM, _kill)
            supervisor.stop()
            if server is not None:
                server.stop()
    print("Stopped.", flush=True)
    return 0


def _choose_addresses(arguments: argparse.Namespace) -> None:
    """Options become settings, for this process and its children."""
    chosen = {
        "FRONTDESK_HOST": arguments.host,
        "FRONTDESK_PORT": arguments.port,
        "FRONTDESK_SMTP_PORT": arguments.smtp_port,
    }
    os.environ.update({name: str(value) for name, value in chosen.items() if value is not None})
    if arguments.port is not None:
        os.environ.setdefault("FRONTDESK_PUBLIC_URL", f"http://localhost:{arguments.port}")


def _interrupt(number: int, frame: "FrameType | None") -> NoReturn:
    raise KeyboardInterrupt


def _kill(number: int, frame: "FrameType | None") -> NoReturn:
    """Asked twice: the children and the database die with us, and recover at the next start."""
    os._exit(130)


@contextmanager
def _only_one(data_dir: Path, url: str) -> Iterator[None]:
    lock = posix.FileLock(data_dir / "up.lock")
    if not lock.try_acquire():
        pid, _, address = lock.holder().partition("\n")
        raise CommandFailed(
            f"Frontdesk is already running on {data_dir} (process {pid}) at {address}.\n"
            "Stop that one first, or choose another folder with --data and another --port and --smtp-port."
        )
    lock.describe(f"{os.getpid()}\n{url}")
    try:
        yield
    finally:
        lock.release()


def _require_free(what: str, host: str, port: int, option: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandFailed(
                    f"Port {port} on {host}, wanted for the {what}, is in use by another program. "
                    f"Choose another with {option}, for example: frontdesk up {option} {port + 1}"
                ) from error
            raise CommandFailed(f"Cannot listen on {host} port {port} for the {what}: {error.strerror}.") from error


def _start_database() -> embedded.Server | None:
    from frontdesk import settings

    if settings.DATABASE_URL:
        return None
    first = not (settings.DATA_DIR / "postgres").exists()
    _say("Making the database (first start) …" if first else "Starting the database …")
    deadline = time.monotonic() + embedded.START_SECONDS
    while True:
        try:
            server = embedded.start(settings.DATA_DIR)
            break
        except embedded.InUse as error:  # another command has it for a moment
            if time.monotonic() > deadline:
                raise
            _say(f"{error} Waiting for it to finish …")
            time.sleep(0.5)
    use_database(server.url)
    return server


def _start(supervisor: Supervisor, *, with_demo: bool) -> None:
    """Brings everything up and says where; the web process loads while the database is brought up to date."""
    from frontdesk import settings

    log_dir = None
    if sys.stdout.isatty():
        log_dir = settings.DATA_DIR / "logs"
        log_dir.mkdir(exist_ok=True)
    # While this file is there, /readyz says no: the web app must not be used before the demo and the rest are there.
    starting = settings.DATA_DIR / "starting"
    starting.touch()
    os.environ["FRONTDESK_STARTING_FILE"] = str(starting)
    context.share_metrics(settings.DATA_DIR / "metrics")
    refuse_default_passwords()
    web = supervisor.add("web", ["web"], log_dir)
    _prepare(with_demo=with_demo)
    supervisor.add("worker", ["worker"], log_dir)
    supervisor.add("smtp", ["smtp"], log_dir)
    starting.unlink()
    _wait_ready(supervisor, web)
    _say(_welcome(log_dir))


def _prepare(*, with_demo: bool) -> None:
    """Tables and demo, each when it is wanted; at the first start one process makes both."""
    from frontdesk import settings

    if not migrate.is_current(settings.DATABASE_URL):
        _say("Preparing the tables …")
        _run_command("migrate", "--quiet", *(["--with-demo"] if with_demo else []))
    elif with_demo and demo.is_wanted(settings.DATABASE_URL):
        _say("Loading the demo …")
        _run_command("demo", "--quiet")


def _run_command(*arguments: str) -> None:
    process = spawn(list(arguments), None)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.kill()
        process.wait()
        raise
    if code:
        raise CommandFailed(f"`frontdesk {arguments[0]}` failed (exit code {code}): see above.")


def _wait_ready(supervisor: Supervisor, web: Child) -> None:
    from frontdesk import settings

    deadline = time.monotonic() + READY_SECONDS
    while not _is_ready(settings.WEB_HOST, settings.WEB_PORT, urlsplit(settings.PUBLIC_URL).netloc):
        supervisor.tend()
        if web.ends >= 2 or time.monotonic() > deadline:
            where = f"see {web.log}" if web.log else "see above"
            raise CommandFailed(f"The web app did not start: {where}, or run: frontdesk doctor")
        time.sleep(0.05)


def _is_ready(host: str, port: int, name: str) -> bool:
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(own, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(log_dir: Path | None) -> str:
    from frontdesk import settings

    lines = ["", f"Frontdesk is ready: {settings.PUBLIC_URL}", ""]
    if demo.is_loaded(settings.DATABASE_URL):
        lines += [demo.sign_ins(), ""]
    lines.append(f"Mail may be sent to {settings.SMTP_LISTEN_HOST} port {settings.SMTP_LISTEN_PORT} (SMTP).")
    lines.append(f"Data are in {settings.DATA_DIR}" + (f", logs in {log_dir}." if log_dir else "."))
    return "\n".join([*lines, "Ctrl-C stops everything."])


def _supervise(supervisor: Supervisor, server: embedded.Server | None) -> NoReturn:
    while True:
        time.sleep(0.5)
        supervisor.tend()
        if server is not None and server.process.poll() is not None:
            log = server.log
            raise CommandFailed(f"The database ended unexpectedly; see {log}. Start again to recover.")


def _say(text: str) -> None:
    print(text, flush=True)
