"""Debian's Postfix as a peer: with configuration and queue of its own in a folder, on a free port of this machine.

``postfix()`` delivers to maildirs of ``users``; with ``relay_to=("lmtp", port)`` or ``("smtp", port)`` it hands on what
comes for anybody else. Needs root, which it gives up by itself.
"""

import email
import email.policy
import os
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.sink import free_port

PROGRAM = "/usr/sbin/postfix"
NOBODY = 65534
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
myhostname = mail.postfix.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
disable_dns_lookups = yes
biff = no
message_size_limit = {largest}
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/users
virtual_minimum_uid = 1
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = {relaying}
smtpd_recipient_restrictions = reject_unlisted_recipient
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_security_level = {tls}
default_transport = {transport}
relay_transport = {transport}
lmtp_host_lookup = native
smtp_host_lookup = native
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
{more}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def skip_without_postfix() -> None:
    if os.geteuid() != 0:
        pytest.skip("Postfix needs root to give its rights away.")
    if not Path(PROGRAM).exists():
        pytest.skip("Postfix is not installed (apt-get install postfix).")


class Postfix:
    def __init__(
        self,
        *,
        users: Sequence[str] = ("carol@client.test",),
        relay_to: tuple[str, int] | None = None,
        largest: int = 10_000_000,
        must_encrypt: bool = False,
        more: str = "",
    ) -> None:
        self.authority = Authority()
        self.port = free_port()
        self.users = users
        self._relay_to = relay_to
        self._largest = largest
        self._tls = "encrypt" if must_encrypt else "may"
        self._more = more
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def start(self) -> None:
        skip_without_postfix()
        self.folder.chmod(0o755)
        for name in ("queue", "data", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        os.chown(self.folder / "mail", NOBODY, NOBODY)
        certificate, key = self.authority.issue("localhost", "127.0.0.1")
        pem = self.folder / "server.pem"
        pem.touch(0o600)
        pem.write_text(key + certificate, encoding="ascii")
        lines = [f"{user} {user}/" for user in self.users]
        (self.folder / "users").write_text("\n".join([*lines, ""]), encoding="ascii")
        (self.folder / "main.cf").write_text(self._main(), encoding="ascii")
        (self.folder / "master.cf").write_text(_MASTER.format(port=self.port), encoding="ascii")
        self._run("start")
        self._wait_until_it_listens()

    def _main(self) -> str:
        kind, port = self._relay_to or ("error", 0)
        transport = {
            "lmtp": f"lmtp:inet:127.0.0.1:{port}",
            "smtp": f"smtp:[127.0.0.1]:{port}",
            "error": "error:5.1.2 There is no such domain here",
        }[kind]
        return _MAIN.format(
            folder=self.folder,
            largest=self._largest,
            domains=" ".join(sorted({user.partition("@")[2] for user in self.users})),
            relaying="permit_mynetworks, reject_unauth_destination" if self._relay_to else "reject_unauth_destination",
            tls=self._tls,
            transport=transport,
            more=self._more,
        )

    def _run(self, command: str) -> None:
        """Its words go into a file: what it starts would hold a pipe open for as long as it lives."""
        said = self.folder / f"{command}.txt"
        with said.open("w") as out:
            done = subprocess.run(
                [PROGRAM, "-c", str(self.folder), command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                timeout=60,
                check=False,
            )
        if done.returncode and command == "start":
            raise RuntimeError(f"Postfix does not start: {said.read_text()}{self.log}")

    def _wait_until_it_listens(self) -> None:
        for _ in range(100):
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                    return
            except OSError:
                time.sleep(0.3)
            if "fatal:" in self.log:
                break
        raise RuntimeError(f"Postfix does not answer: {self.log}")

    def stop(self) -> None:
        if (self.folder / "main.cf").exists():
            self._run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def mails(self, user: str = "carol@client.test", *, at_least: int = 1) -> list[EmailMessage]:
        """What lies in the user's maildir, once there are so many."""
        folder = self.folder / "mail" / user / "new"
        for _ in range(300):
            found = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
            if len(found) >= at_least:
                return [_parsed(file) for file in found]
            time.sleep(0.1)
        raise AssertionError(f"{user} has {len(found)} mails instead of {at_least}: {self.log}")


def _parsed(file: Path) -> EmailMessage:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


@contextmanager
def postfix(
    *,
    users: Sequence[str] = ("carol@client.test",),
    relay_to: tuple[str, int] | None = None,
    largest: int = 10_000_000,
    must_encrypt: bool = False,
    more: str = "",
) -> Iterator[Postfix]:
    """Running, and gone afterwards; skips the test where it cannot run."""
    skip_without_postfix()
    server = Postfix(users=users, relay_to=relay_to, largest=largest, must_encrypt=must_encrypt, more=more)
    try:
        server.start()
        yield server
    finally:
        server.stop()
