"""`frontdesk web`: the web app, the API and the streams."""

import argparse
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from frontdesk.management.context import database, refuse_default_passwords, share_metrics

HELP = "Serve the web app and the API."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: $FRONTDESK_HOST, else 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: $FRONTDESK_PORT, else 8000)")
    parser.add_argument("--processes", type=int, help="processes (default: $FRONTDESK_WEB_PROCESSES, else 1)")


def run(arguments: argparse.Namespace) -> int:
    from frontdesk import settings

    processes = arguments.processes or settings.WEB_PROCESSES
    if processes > 1:
        share_metrics(settings.DATA_DIR / f"metrics-{os.getpid()}")
        settings.METRICS_DIR = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    with database():
        refuse_default_passwords()
        serve(
            host=arguments.host or settings.WEB_HOST,
            port=arguments.port or settings.WEB_PORT,
            processes=processes,
        )
    return 0


def serve(*, host: str, port: int, processes: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from frontdesk.platform import posix

    # Granian shares its socket with forked workers; Python 3.14 would choose another way.
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "frontdesk.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        websockets=False,
        log_level=LogLevels.warning,
    )
    die_with_parent = posix.die_with_parent(signal.SIGTERM)

    def load() -> Callable[..., Any]:
        if die_with_parent:
            die_with_parent()
        from frontdesk.asgi import application

        return application

    def stop(number: int, frame: object) -> None:
        for child in multiprocessing.active_children():
            if child.pid:
                os.kill(child.pid, signal.SIGUSR1)  # ends the streams, see frontdesk.asgi
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]  # granian's has no types

    @server.on_startup
    def take_signals() -> None:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    logging.getLogger("_granian").setLevel(logging.WARNING)
    server.serve(target_loader=load, wrap_loader=False)
