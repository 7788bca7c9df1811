"""One mail in several languages: templates that share a group, one for each language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from frontdesk.mail import serving
from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.templates import authoring, editing, versions
from frontdesk.mail.templates.versions import Writers
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Locale
from frontdesk.platform import duplicates
from frontdesk.platform.errors import Conflict

SHOWN = ("id", "locale", "is_active", "name", "subject", "updated_at", "variant_group")


def create_variant(
    actor: Actor,
    template_id: int,
    locale: Locale,
    *,
    content: Mapping[str, object] | None = None,
    writers: Writers | None = None,
) -> EmailTemplate:
    """An inactive template of the same group in another language, its content copied to be translated.

    ``content`` is the translation, where there is one already, and ``writers`` whose it is.

    Raises Conflict (variant-exists) when the language is there, also when somebody else was faster.
    """
    original = editing.get_own(actor, template_id)
    editing.require_unarchived(original)
    values = authoring.copy_values(original) | dict(content or {})
    values |= {"locale": locale, "variant_group": original.variant_group}
    writers = writers or versions.writers_of(original)
    with duplicates.refused_as(lambda: _exists(original.variant_group, locale)):
        return authoring.create_in(actor, original.organization_id, values, writers=writers)


def _exists(group: UUID, locale: Locale) -> Conflict:
    existing = EmailTemplate.objects.filter(variant_group=group, locale=locale).only("id", "archived_at").first()
    is_archived = existing is not None and existing.archived_at is not None
    return Conflict(
        f"This template already has a variant in “{locale.value}”. "
        + ("It is archived: bring it back." if is_archived else "Open that one."),
        code="variant-exists",
        extra={"template_id": existing.id if existing else None},
    )


def list_siblings(found: Sequence[EmailTemplate]) -> dict[UUID, list[dict[str, object]]]:
    """The templates of the groups of ``found``, by group, in order of language; archived ones only of ``found``."""
    groups = {template.variant_group for template in found}
    siblings: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    shown = Q(archived_at__isnull=True) | Q(id__in=[template.id for template in found])
    rows = EmailTemplate.objects.filter(shown, variant_group__in=groups)
    for row in rows.order_by("locale").values(*SHOWN):
        siblings[row["variant_group"]].append(row)
    return siblings


def find_in(template: EmailTemplate, locale: str) -> EmailTemplate:
    """The active template of the same mail in ``locale``, or ``template`` itself."""
    if template.locale == locale:
        return template
    siblings = EmailTemplate.objects.filter(variant_group=template.variant_group, locale=locale, is_active=True)
    return serving.with_writing(siblings).first() or template
