"""Routes of organizations and people."""

from ninja import Router

from frontdesk.orgs.api import access, contacts, me, organization, people

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("", me.router),
    ("", organization.router),
    ("", people.router),
    ("", access.router),
    ("/contacts", contacts.router),
)
