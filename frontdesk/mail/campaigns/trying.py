"""A test of a draft: to oneself or colleagues, with the data of a contact of one's choice."""

from uuid import UUID

from django.conf import settings

from frontdesk.mail import delivery, sending
from frontdesk.mail.campaigns import editing, personal, senders, snapshots
from frontdesk.mail.models import Campaign, CampaignVariant, EmailTemplate
from frontdesk.mail.problems import as_bad_input
from frontdesk.mail.rendering import RenderError, render
from frontdesk.mail.serving import Serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform.errors import BadInput, NotFound

# A test unsubscribes nobody, however often its links are tried.
_PRETENDED = {"unsubscribe_url": "u", "preferences_url": "p", "view_in_browser_url": "a"}


def send_test(
    actor: Actor, campaign_id: UUID, *, to: list[str], position: int, locale: str, contact_id: UUID | None
) -> dict[str, object]:
    """One mail to each address. Raises BadInput for strangers, a missing template, and what cannot be rendered."""
    access.require(actor, Permission.MAIL_SEND)
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    campaign = editing.get_campaign(actor, campaign_id)
    for address in to:
        sending.check_test_recipient(actor, address)
    variant = _variant(campaign, position)
    organization = Organization.objects.get(id=campaign.organization_id)
    contact = _contact(actor, contact_id)
    template = _in_language(variant, locale or contact.locale)
    accepted = []
    for address in to:
        order = delivery.Order(
            serving=_serving(campaign, variant, template),
            to=[address],
            data=_data(campaign, variant, template, contact),
            recipient_name=contact.full_name,
            subject_prefix=sending.TEST_PREFIX,
        )
        accepted += delivery.queue(order, organization=organization, created_by=actor.profile_id)
    return sending.answer(accepted)


def _variant(campaign: Campaign, position: int) -> CampaignVariant:
    found: CampaignVariant | None = campaign.variants.select_related("template").filter(position=position).first()
    if found is None or found.template is None:
        raise BadInput.field("position", "Choose a template for this variant first.")
    return found


def _contact(actor: Actor, contact_id: UUID | None) -> Contact:
    """Without a choice, the actor as a contact would be."""
    if contact_id is None:
        return Contact(email=actor.email, full_name=actor.full_name, locale=actor.locale, timezone=actor.timezone)
    found: Contact | None = Contact.objects.filter(id=contact_id).first()
    if found is None:
        raise NotFound("There is no such contact.")
    return found


def _in_language(variant: CampaignVariant, locale: str) -> EmailTemplate:
    found = snapshots.templates_of(variant)
    return next((each for each in found if each.locale == locale), found[0])


def _serving(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate) -> Serving:
    return Serving(
        type=TemplateType(template.type),
        source=snapshots.written_source(variant, template),
        from_type=campaign.from_address_type,
        category="marketing",
        logo=template.email_main_logo_image,
        template_id=template.id,
        version=template.version,
    )


def _data(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate, contact: Contact) -> dict[str, object]:
    uses = personal.uses_of(snapshots.written_source(variant, template))
    nowhere = {name: f"{settings.PUBLIC_URL}/m/{letter}/test" for name, letter in _PRETENDED.items()}
    data = {
        **nowhere,
        **snapshots.common_values(campaign, variant, template, uses),
        **personal.data_of(contact, [use.name for use in uses]),
    }
    data.pop("recipient")  # who gets the test, not whom it imitates
    return data


def preview(
    actor: Actor, campaign_id: UUID, *, position: int, locale: str, contact_id: UUID | None
) -> dict[str, object]:
    """What that contact would get, without sending it."""
    campaign = editing.get_campaign(actor, campaign_id)
    variant = _variant(campaign, position)
    contact = _contact(actor, contact_id)
    template = _in_language(variant, locale or contact.locale)
    chosen = _serving(campaign, variant, template)
    organization = Organization.objects.get(id=campaign.organization_id)
    common = sending.sample_data(actor, chosen.type, template.locale, chosen.logo)
    data = {**common, **_data(campaign, variant, template, contact)}
    data["recipient"] = {"name": contact.full_name, "email": contact.email}
    try:
        rendered = render(chosen.source, data, strict=False, known=chosen.known)
    except RenderError as error:
        raise as_bad_input(error) from error
    return {
        "subject": rendered.subject,
        "preheader": rendered.preheader,
        "html": rendered.html,
        "text": rendered.text,
        "from_address": senders.address_of(campaign, organization).sender,
        "locale": template.locale,
    }
