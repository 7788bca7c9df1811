"""A server that fails in every way it can: each mail ends as it should, and nobody gets one twice but who is named."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connections

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.tests.faulty import FaultyServer, faulty_server
from frontdesk.mail.tests.samples import make_due, make_template, messages, send
from frontdesk.orgs.testing import ApiClient

MAILS = 50

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def server(settings: object) -> Iterator[FaultyServer]:
    with faulty_server() as running:
        settings.MAIL_TRANSPORT = running.url  # type: ignore[attr-defined]
        yield running


def deliver_by(senders: int) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            deliver_due()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_each_mail_ends_as_it_should(alice: ApiClient, server: FaultyServer) -> None:
    template = make_template(alice, html_code="<p>Hello {{ name }}</p>")
    to = [f"n{number}@client.test" for number in range(MAILS)]
    send(alice, type=None, template_id=template["id"], to=to)
    server.faults.recipients = {
        to[3]: "550 5.1.1 No such user",
        to[4]: "554 5.7.1 We do not like this",
        to[5]: "450 4.2.0 Mailbox busy",
    }
    server.faults.data.extend(["", "451 4.3.0 Not now", "", "", "451 4.3.0 Not now"])
    server.faults.end.extend(["", "", "452 4.2.2 Not yet", "", "", "451 4.3.0 Not yet"])
    server.faults.drop_before_data = 1
    server.faults.drop_after_data = 2
    server.faults.after = 7
    server.faults.most_connections = 1
    for round_ in range(12):
        deliver_by(2)
        if round_ == 2:
            server.faults.recipients.pop(to[5])
        if not any(row.status == "queued" for row in messages()):
            break
        make_due()

    states = {row.to_address: row.status for row in messages()}
    assert states.pop(to[3]) == "bounced"
    assert states.pop(to[4]) == "failed"
    assert set(states.values()) == {"sent"}
    times = Counter(server.recipients)
    assert set(times) == set(to) - {to[3], to[4]}
    repeated = {address: count - 1 for address, count in times.items() if count > 1}
    assert sum(repeated.values()) == 2
    assert {row.to_address: row.in_doubt for row in messages() if row.in_doubt} == repeated
    assert server.most_open <= 2  # one that is greeted with a refusal
    assert all(row.claimed_by is None for row in messages())
