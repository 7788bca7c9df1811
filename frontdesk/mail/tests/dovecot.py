"""Debian's Dovecot as a peer: with configuration and mail of its own in a folder, on free ports of this machine.

Needs root, which it gives up by itself. ``users`` are names with passwords; a password also counts as an OAuth token.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from imapclient import IMAPClient

from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.sink import free_port

PROGRAM = "/usr/sbin/dovecot"
USER, PASSWORD = "help", "a good password"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{folder}/mail/%n
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
auth_failure_delay = 0 secs
login_trusted_networks = 127.0.0.0/8
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  client_limit = 100
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%n
}}
namespace inbox {{
  inbox = yes
}}
{more}
"""


def skip_without_dovecot() -> None:
    if os.geteuid() != 0:
        pytest.skip("Dovecot needs root to give its rights away.")
    if not Path(PROGRAM).exists():
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd).")


class Dovecot:
    def __init__(self, users: Mapping[str, str] | None = None, *, more: str = "") -> None:
        self.users = dict(users or {USER: PASSWORD})
        self.port, self.tls_port = free_port(), free_port()
        self.authority = Authority()
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    def _prepare(self) -> None:
        self.folder.chmod(0o755)
        for name in ("run", "state"):
            (self.folder / name).mkdir()
        (self.folder / "mail").mkdir()
        shutil.chown(self.folder / "mail", "nobody", "nogroup")
        certificate, key = self.authority.issue("localhost", "127.0.0.1")
        (self.folder / "cert.pem").write_text(certificate, encoding="ascii")
        (self.folder / "key.pem").write_text(key, encoding="ascii")
        users = "".join(f"{name}:{password}::::::\n" for name, password in self.users.items())
        (self.folder / "users").write_text(users, encoding="ascii")
        (self.folder / "users").chmod(0o644)
        config = _CONFIG.format(folder=self.folder, port=self.port, tls_port=self.tls_port, more=self._more)
        (self.folder / "dovecot.conf").write_text(config, encoding="ascii")

    def start(self) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(Exception), self.client():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"Dovecot did not start: {self.log}")

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(encoding="utf-8", errors="replace")[-3000:] if file.exists() else ""

    def stop(self) -> None:
        """Ends it and all its connections at once."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(30)
        self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def client(self, user: str = USER) -> Iterator[IMAPClient]:
        """As the owner of the mailbox."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20) as client:
            client.login(user, self.users[user])
            yield client

    def add(self, raw: bytes, *, folder: str = "INBOX", flags: tuple[bytes, ...] = (), user: str = USER) -> None:
        """Puts a mail there, as a delivery would."""
        with self.client(user) as client:
            client.append(folder, raw, flags)

    def flags(self, folder: str = "INBOX", user: str = USER) -> dict[int, tuple[bytes, ...]]:
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            return {uid: tuple(each) for uid, each in client.get_flags(client.search(["ALL"])).items()}


@contextmanager
def dovecot(users: Mapping[str, str] | None = None, *, more: str = "") -> Iterator[Dovecot]:
    """A running one; skips the test where there can be none."""
    skip_without_dovecot()
    server = Dovecot(users, more=more)
    try:
        server.start()
        yield server
    finally:
        server.remove()
