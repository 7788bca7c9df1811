"""Every main page: nothing for axe to find, wide and small, light and dark, and no sideways scrolling."""

import pytest
from desk import SMALL, WIDE, Desk, Scheme, assert_accessible, assert_fits, call
from playwright.sync_api import Page, expect

PUBLIC = ["/en/auth/sign-in", "/en/auth/sign-up", "/en/auth/forgot-password", "/es/portal/northgate/sign-up"]
OF_ALICE = [
    "/en", "/en/admin/email-templates", "/en/admin/email-templates/new", "/en/admin/mail",
    "/en/admin/mail/campaigns", "/es/admin/mail/campaigns/new", "/en/admin/mail/ai",
    "/en/admin/mail/suppressions", "/es/admin/mail/suppressions?reason=complaint",
    "/en/admin/mail/sending", "/en/admin/mail/sending?step=provider", "/es/admin/mail/sending?step=test",
    "/en/admin/mail/inbox", "/es/admin/mail/inbox?state=archived", "/en/admin/mail/inbox/received",
    "/es/admin/mail/inbox/received?state=unparsable", "/en/admin/mail/receiving",
    "/en/admin/mail/deliverability", "/es/admin/contacts", "/en/admin/contacts/lists", "/es/admin/contacts/segments",
    "/en/admin/contacts/segments/new", "/en/admin/contacts/imports", "/en/admin/people",
    "/en/admin/people?tab=invitations", "/en/admin/settings", "/en/admin/api-keys", "/en/admin/audit",
    "/en/account", "/en/account/security", "/en/no/such/page",
]  # fmt: skip
OF_ROOT = [
    "/en", "/en/superadmin/mail", "/en/superadmin/organizations", "/en/superadmin/email-templates",
    *(f"/en/superadmin/email-templates?view={view}" for view in ("organizations", "locks", "permissions", "usage")),
]  # fmt: skip


FACES: list[tuple[tuple[int, int], Scheme]] = [(WIDE, "light"), (WIDE, "dark"), (SMALL, "dark"), (SMALL, "light")]


@pytest.mark.parametrize(("person", "paths"), [(None, PUBLIC), ("alice", OF_ALICE), ("root", OF_ROOT)])
def test_every_page_is_accessible_and_fits(desk: Desk, person: str | None, paths: list[str]) -> None:
    page = desk.context(person).new_page()
    findings = []
    for path in [*paths, *(_made(page) if person == "alice" else [])]:
        page.goto(path)
        expect(page.get_by_role("heading").first).to_be_visible()
        for size, scheme in FACES:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            findings += [f"{size[0]} px, {scheme}: {finding}" for finding in _findings(page)]
    assert not findings, "\n\n".join(findings)


def _findings(page: Page) -> list[str]:
    found = []
    for check in (assert_accessible, assert_fits):
        try:
            check(page)
        except AssertionError as error:
            found.append(str(error))
    return found


def _made(page: Page) -> list[str]:
    """Addresses of a contact, templates in blocks and in code, how often one was opened, and a mail."""
    context = page.context
    page.goto("/en")
    contacts = call(context, "GET", "/api/contacts?q=heidi@client.test")["items"]
    contact = contacts[0] if contacts else call(context, "POST", "/api/contacts", {"email": "heidi@client.test"})
    starter = call(context, "GET", "/api/email-templates/starters?type=meeting_reminder&locale=en")
    template = {"name": "Reminder", "type": "meeting_reminder", **starter}
    made = call(context, "POST", "/api/email-templates", template)
    code = {"name": "In code", "type": "custom", "subject": "Hello", "html_code": "<p>{{ name }}</p>"}
    in_code = call(context, "POST", "/api/email-templates", {**code, "source_format": "html"})
    used = call(context, "GET", "/api/email-templates?is_active=true&limit=1")["items"][0]
    sent = call(context, "POST", f"/api/email-templates/{made['id']}/test-email", {"to": "alice@northgate.test"})
    campaigns = {each["state"]: each["id"] for each in call(context, "GET", "/api/mail/campaigns")["items"]}
    thread = call(context, "GET", "/api/mail/inbox?state=all&limit=1")["items"][0]
    bounce = call(context, "GET", "/api/mail/received?kind=bounce&limit=1")["items"][0]
    return [
        f"/en/admin/mail/inbox/{thread['id']}",
        f"/es/admin/mail/inbox/received/{bounce['id']}",
        *(f"/en/admin/mail/campaigns/{campaigns[state]}" for state in ("draft", "paused", "finished")),
        *(f"/es/admin/mail/campaigns/{campaigns['finished']}?tab={tab}" for tab in ("links", "recipients")),
        f"/en/admin/contacts/{contact['id']}",
        f"/en/admin/email-templates/{made['id']}",
        f"/es/admin/email-templates/{in_code['id']}",
        f"/en/admin/email-templates/{used['id']}?tab=analytics",
        f"/en/admin/mail/{sent['message_id']}",
    ]
