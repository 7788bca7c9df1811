"""Mail that arrives: read, answered, archived, doubted; and a mail of ours that came back."""

import shutil
import smtplib
import subprocess
from email.message import EmailMessage
from email.utils import make_msgid

from desk import SMALL, Desk, assert_accessible, assert_fits, call
from installation import Installation, eventually
from playwright.sync_api import Page, expect

HELP = "help@northgate.test"
SUBJECT = "Keys for the new flat"
FIRST = "When can I fetch the keys?"
SECOND = "Tomorrow would be fine too."


def test_mail_appears_is_threaded_read_archived_and_doubted(desk: Desk, installation: Installation) -> None:
    context = desk.context("alice")
    page = context.new_page()
    page.goto("/en/admin/mail/inbox")
    expect(page.get_by_role("list", name="Conversations")).to_be_visible()
    asked = _letter("Nora Falk <nora@falk.test>", SUBJECT, FIRST)
    _swaks(installation, asked)
    row = page.get_by_role("link", name=SUBJECT)
    expect(row).to_contain_text("Nora Falk")  # without a reload
    expect(row).to_contain_text("Unread")
    row.click()
    reading = page.get_by_role("article", name=SUBJECT)
    expect(reading).to_contain_text(FIRST)
    expect(row).not_to_contain_text("Unread")
    answer = _letter("Nora Falk <nora@falk.test>", f"Re: {SUBJECT}", f"{SECOND}\n\n-- \nNora\n", answers=asked)
    _swaks(installation, answer)
    expect(reading).to_contain_text(SECOND)
    expect(page.get_by_role("link", name=SUBJECT)).to_have_count(1)
    reading.get_by_role("button", name="Show signature").click()
    assert_accessible(page)
    _mark_and_archive(page)
    _doubt(page, installation)


def _mark_and_archive(page: Page) -> None:
    row = page.get_by_role("link", name=SUBJECT)
    page.keyboard.press("u")
    expect(row).to_contain_text("Unread")
    page.keyboard.press("e")
    expect(row).to_have_count(0)
    page.get_by_text("Archived", exact=True).click()
    expect(row).to_be_visible()
    row.click()
    page.get_by_role("article", name=SUBJECT).get_by_role("button", name="Bring back").click()
    expect(row).to_have_count(0)


def _doubt(page: Page, installation: Installation) -> None:
    """Somebody who says to be Alice is not believed."""
    page.goto("/en/admin/mail/inbox")
    spoofed = _letter("Alice <alice@northgate.test>", "Pay this today", "Before noon, please.")
    _send(installation, spoofed, sender="somebody@elsewhere.test")
    row = page.get_by_role("link", name="Pay this today")
    expect(row).to_contain_text("Sender not proven")
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    row.click()
    expect(page.get_by_text("This may not be from your colleague")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("article").get_by_role("link", name="Inbox").click()
    expect(row).to_be_visible()


def test_a_bounce_shows_at_the_mail_that_was_sent(desk: Desk, installation: Installation) -> None:
    context = desk.context("alice")
    order = {"type": "welcome", "to": "gone@falk.test", "data": {"name": "Gone", "action_url": "https://x.test"}}
    sent = call(context, "POST", "/api/send-email", order)
    path = f"/api/mail/messages/{sent['message_id']}"
    eventually(lambda: call(context, "GET", path)["status"] not in ("queued", "sending"), what="the mail's departure")
    page = context.new_page()
    page.goto(f"/en/admin/mail/{sent['message_id']}")
    headers = dict(call(context, "GET", path)["headers"])
    _send(installation, _report("gone@falk.test", headers["Message-ID"]), sender="<>")
    expect(page.get_by_text("This mail did not arrive")).to_be_visible()
    expect(page.get_by_text("because there is no such mailbox")).to_be_visible()
    page.goto("/en/admin/mail/inbox/received?kind=bounce")
    page.get_by_role("link", name="It came back").click()
    page.get_by_role("link", name="See that mail").click()
    expect(page.get_by_text("This mail did not arrive")).to_be_visible()


def _letter(sender: str, subject: str, body: str, answers: EmailMessage | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, HELP, subject
    message["Message-ID"] = make_msgid(domain="falk.test")
    if answers is not None:
        message["In-Reply-To"] = message["References"] = answers["Message-ID"]
    message.set_content(body)
    return message


def _report(address: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "MAILER-DAEMON@falk.test", HELP
    message["Subject"], message["Message-ID"] = "It came back", make_msgid(domain="falk.test")
    message["Auto-Submitted"] = "auto-replied"
    message["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="B"'
    message.set_payload(
        "--B\nContent-Type: text/plain\n\nNo such user here.\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; falk.test\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\nTo: {address}\n\n--B--\n"
    )
    return message


def _swaks(installation: Installation, message: EmailMessage) -> None:
    """By the tool that people try mail servers with, where it is installed."""
    swaks = shutil.which("swaks")
    if not swaks:
        _send(installation, message)
        return
    server = ["--server", f"127.0.0.1:{installation.smtp_port}", "--to", HELP, "--from", "nora@falk.test"]
    subprocess.run([swaks, *server, "--data", "-"], input=message.as_bytes(), check=True, capture_output=True)


def _send(installation: Installation, message: EmailMessage, *, sender: str | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", installation.smtp_port, timeout=30) as server:
        server.send_message(message, from_addr=sender or str(message["From"]), to_addrs=[HELP])
