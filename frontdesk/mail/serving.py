"""Which template serves: the organization's, else the global default, else the one that ships."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Q, QuerySet

from frontdesk.mail import mail_settings, shipped
from frontdesk.mail.models import EmailTemplate, TemplateCategory
from frontdesk.mail.rendering import Known, TemplateSource
from frontdesk.mail.template_types import TYPES, TemplateType, known
from frontdesk.mail.templates import locks
from frontdesk.orgs.models import Organization


@dataclass(frozen=True, slots=True)
class Serving:
    """A template ready to render. ``template_id`` is None for one that ships."""

    type: TemplateType
    source: TemplateSource
    from_type: str
    category: str
    logo: str = ""
    template_id: int | None = None
    version: int | None = None
    # Whether a model writes in it for each recipient; known where the template was read ``with_writing``.
    personalizes: bool = False
    # Names that it may use besides those of its type.
    names: frozenset[str] = frozenset()

    @property
    def known(self) -> Known:
        """In marketing also the links that each mail gets to leave by."""
        declared = known(self.type)
        if self.names:
            declared = replace(declared, names=declared.names | self.names)
        if self.category != TemplateCategory.MARKETING:
            return declared
        return replace(declared, names=declared.names | {"unsubscribe_url", "preferences_url"})


def source_of(template: EmailTemplate) -> TemplateSource:
    return TemplateSource(
        subject=template.subject,
        preheader=template.preheader,
        html_code=template.html_code,
        text_code=template.text_code or None,
        source_format=template.source_format,  # type: ignore[arg-type]  # the column's closed set
        locale=template.locale,
    )


def with_writing(rows: QuerySet[EmailTemplate]) -> QuerySet[EmailTemplate]:
    """Reads in the same query whether a model writes in it for each recipient."""
    return rows.annotate(auto_personalizes=F("ai_config__auto_personalize"))


def from_template(template: EmailTemplate) -> Serving:
    return Serving(
        type=TemplateType(template.type),
        source=source_of(template),
        from_type=template.from_email_address_type,
        category=template.category,
        logo=template.email_main_logo_image,
        template_id=template.id,
        version=template.version,
        personalizes=bool(vars(template).get("auto_personalizes")),
    )


def _from_shipped(type: TemplateType, locale: str) -> Serving:
    info = TYPES[type]
    return Serving(
        type=type,
        source=shipped.load(type, locale).source(),
        from_type=info.from_email_address_type,
        category=info.category,
    )


def find_serving(org_id: UUID | None, type: TemplateType, locale: str, *, org_locale: str = "en") -> Serving:
    """The recipient's locale goes first at each level, then the organization's own locale. One query.

    Where the platform has locked the type, the organization's own templates do not serve.
    Of type ``custom`` several may be active: the one that was changed last serves.
    """
    active = with_writing(EmailTemplate.objects.filter(type=type, is_active=True, locale__in={locale, org_locale}))
    active = active.order_by("-updated_at", "-id")
    if org_id is None:
        active = active.filter(organization_id__isnull=True)
    else:
        active = active.filter(Q(organization_id__isnull=True) | ~Q(locks.is_locked_for(org_id)))

    def rank(template: EmailTemplate) -> tuple[bool, bool]:
        return template.organization_id is None, template.locale != locale

    found = sorted(active, key=rank)
    return from_template(found[0]) if found else _from_shipped(type, locale)


def common_data(
    organization: Organization | None, *, public_url: str, name: str, address: str, logo: str = ""
) -> dict[str, object]:
    """What every type may use. ``logo`` is the template's own, which goes before the organization's."""
    logo = logo or (organization.logo if organization else "")
    if logo.startswith("/"):
        logo = public_url + logo
    return {
        "organization": {
            "name": organization.name if organization else "Frontdesk",
            "brand_color": organization.brand_color if organization else "#1f5f5b",
            "logo_url": logo,
            "support_address": organization.support_address if organization else "",
            "postal_address": mail_settings.of_organization(organization.id).postal_address if organization else "",
        },
        "recipient": {"name": name, "email": address},
    }
