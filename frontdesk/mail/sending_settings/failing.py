"""Mail to those who can do something about a domain whose records are gone."""

from frontdesk.mail import delivery, shipped
from frontdesk.mail.models import FromAddressType, MailDomain
from frontdesk.mail.sending_settings import owning
from frontdesk.mail.serving import Serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs import emails
from frontdesk.orgs.models import Organization, Profile, Role

_TEXTS = {
    "en": (
        "Records of {domain} are missing",
        "The DNS records by which {domain} may be used for mail are not there any more, or have changed.\n\n"
        "Mail goes out from it as before for 72 hours; after that the installation's own address is used instead. "
        "Set the records again and check the domain:\n\n{url}",
    ),
    "es": (
        "Faltan registros de {domain}",
        "Los registros DNS que permiten usar {domain} para el correo ya no están, o han cambiado.\n\n"
        "Durante 72 horas el correo sigue saliendo de él; después se usará la dirección de la propia instalación. "
        "Vuelve a crear los registros y comprueba el dominio:\n\n{url}",
    ),
}
_PAGES = {True: "admin/mail/sending", False: "superadmin/mail"}


def tell(row: MailDomain) -> None:
    """One mail to each admin of the organization, or to each superadmin; in the caller's transaction."""
    organization = Organization.objects.get(id=row.organization_id) if row.organization_id else None
    people = Profile.objects.filter(owning.owned(row.organization_id), is_active=True)
    for person in people.filter(role=Role.ADMIN if organization else Role.SUPERADMIN).order_by("email"):
        locale = person.locale if person.locale in _TEXTS else "en"
        url = emails.page_url(locale, _PAGES[organization is not None])
        subject, content = (text.format(domain=row.domain, url=url) for text in _TEXTS[locale])
        order = delivery.Order(
            serving=Serving(
                type=TemplateType.CUSTOM,
                source=shipped.load(TemplateType.CUSTOM, locale).source(),
                from_type=FromAddressType.TRANSACTIONAL_2,
                category="system",
            ),
            to=[person.email],
            data={"subject": subject, "content": content},
            recipient_name=person.full_name,
            related={"mail_domain": str(row.id)},
        )
        delivery.queue(order, organization=organization)
