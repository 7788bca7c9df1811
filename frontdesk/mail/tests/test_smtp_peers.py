"""The listener before real programs: swaks, and Postfix in front by SMTP and by LMTP."""

import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterator

import pytest

from frontdesk.mail.tests.arrivals import HELP, INBOX, RECEIVED, letter, quiet_dns
from frontdesk.mail.tests.listening import listening
from frontdesk.mail.tests.postfix import postfix
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[int]:
    with listening(lmtp=getattr(request, "param", False)) as port:
        yield port


def swaks(port: int, *options: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("swaks") is None:
        pytest.skip("swaks is not installed (apt-get install swaks).")
    server = ("--server", "127.0.0.1", "--port", str(port), "--timeout", "60")
    return subprocess.run(["swaks", *server, *options], capture_output=True, text=True, timeout=120, check=False)


def wait_for_mail(client: ApiClient) -> None:
    deadline = time.monotonic() + 90
    while not client.get(RECEIVED).json["items"]:
        assert time.monotonic() < deadline, "Nothing arrived."
        time.sleep(0.2)


def test_a_mail_by_swaks_is_in_the_inbox_and_its_answer_in_its_thread(listener: int, alice: ApiClient) -> None:
    options = ("--from", "lena@client.test", "--to", HELP)
    first = ("--header", "Subject: My visa", "--header", "Message-Id: <s1@client.test>", "--body", "When?")
    assert swaks(listener, *options, *first).returncode == 0
    jobs.run_pending()
    (thread,) = alice.get(INBOX).json["items"]
    assert (thread["subject"], thread["snippet"], thread["address"]) == ("My visa", "When?", "lena@client.test")
    answer = ("--header", "Subject: Re: My visa", "--header", "In-Reply-To: <s1@client.test>", "--body", "Hello?")
    assert swaks(listener, *options, *answer).returncode == 0
    jobs.run_pending()
    (thread,) = alice.get(INBOX).json["items"]
    assert (thread["message_count"], thread["snippet"]) == (2, "Hello?")


def test_swaks_is_refused_what_is_not_for_us(listener: int, alice: ApiClient) -> None:
    refused = swaks(listener, "--from", "a@b.test", "--to", "x@elsewhere.test")
    assert refused.returncode != 0
    assert "550 5.7.1" in refused.stdout
    assert alice.get(RECEIVED).json["items"] == []


@pytest.mark.parametrize(("listener", "protocol"), [(False, "smtp"), (True, "lmtp")], indirect=["listener"])
def test_postfix_hands_on_what_is_for_us(listener: int, protocol: str, alice: ApiClient) -> None:
    with postfix(relay_to=(protocol, listener)) as server:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=60) as client:
            client.sendmail("lena@client.test", [HELP, "alice@northgate.test"], letter(sender="lena@client.test"))
        wait_for_mail(alice)
    jobs.run_pending()
    (row,) = alice.get(RECEIVED).json["items"]
    assert (row["state"], row["from_address"], sorted(row["envelope_to"])) == (
        "parsed",
        "lena@client.test",
        ["alice@northgate.test", HELP],
    )
