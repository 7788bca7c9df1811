"""Northgate's templates in the demo: what a library looks like after some weeks of use."""

from typing import Any

from frontdesk.mail import gallery
from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.templates import authoring, blocks, samples, variants
from frontdesk.orgs.access import Actor, permissions_of
from frontdesk.orgs.models import Locale, Organization, Profile, Role
from frontdesk.platform import tenancy

# In both languages, and serving.
IN_USE = ("first_steps", "we_have_it", "appointment", "soon")
UNFINISHED = "what_we_agreed"
PUT_AWAY = "opening_hours"

SIGNATURE = """<mj-section padding="24px 16px">
  <mj-column>
    <mj-divider border-width="1px" border-color="#d9d6cf" />
    <mj-text font-size="14px" line-height="1.6">
      Kind regards,<br /><strong>The team at {{ organization.name }}</strong><br />
      <a href="mailto:{{ organization.support_address }}">{{ organization.support_address }}</a>
    </mj-text>
  </mj-column>
</mj-section>
"""
LONG_NAMES: dict[str, Any] = {
    "name": "María Fernanda Castillo-Echeverría",
    "ticket": {
        "number": "NG-20417",
        "subject": "Renewal of my residence permit, my husband's, and the passports of our two children",
        "url": "https://northgate.test/tickets/20417",
        "status": "Waiting for you",
    },
    "message": "Hello,\n\nattached are all the documents that you asked for. Is anything missing?",
}


def load() -> None:
    """Fills Northgate's library while it is empty; running it twice changes nothing."""
    with tenancy.platform("demo"):
        northgate = Organization.objects.get(slug="northgate")
        alice = Profile.objects.get(email="alice@northgate.test")
    with tenancy.tenant(northgate.id, user_id=alice.id, role=Role.ADMIN.value):
        if EmailTemplate.objects.filter(organization_id=northgate.id).exists():
            return
        _fill(_as_actor(alice))


def _as_actor(profile: Profile) -> Actor:
    return Actor(
        profile_id=profile.id,
        email=profile.email,
        full_name=profile.full_name,
        role=Role.ADMIN,
        org_id=profile.organization_id,
        permissions=permissions_of(Role.ADMIN),
    )


def _fill(actor: Actor) -> None:
    authoring.archive_template(actor, _start_from(actor, PUT_AWAY).id)
    _start_from(actor, UNFINISHED)
    for slug in reversed(IN_USE):
        english = _start_from(actor, slug)
        spanish = _translate(actor, english, slug)
        for template in (spanish, english):
            authoring.update_template(actor, template.id, {"is_active": True}, version=template.version)
    samples.create_sample(actor, TemplateType.TICKET_CONFIRMATION, "Long names", LONG_NAMES)
    blocks.create_block(actor, "Signature", SIGNATURE)


def _start_from(actor: Actor, slug: str) -> EmailTemplate:
    starter = _starter(slug, Locale.EN)
    info = TYPES[starter.type]
    values: dict[str, object] = {
        "type": starter.type,
        "category": starter.category,
        "from_email_address_type": info.from_email_address_type,
        "locale": Locale.EN,
        "source_format": "visual",
        **_words_of(starter),
    }
    return authoring.create_template(actor, values)


def _translate(actor: Actor, english: EmailTemplate, slug: str) -> EmailTemplate:
    spanish = variants.create_variant(actor, english.id, Locale.ES)
    words = _words_of(_starter(slug, Locale.ES))
    return authoring.update_template(actor, spanish.id, words, version=spanish.version)


def _starter(slug: str, locale: Locale) -> gallery.Starter:
    starter = gallery.find_starter(slug, locale.value)
    if starter is None:
        raise LookupError(f"The gallery has no starter {slug!r}.")
    return starter


def _words_of(starter: gallery.Starter) -> dict[str, object]:
    return {
        "name": starter.name,
        "description": starter.description,
        "subject": starter.subject,
        "preheader": starter.preheader,
        "html_code": starter.html_code,
    }
