"""Named sets of data to preview a type of mail with, also made of real mails with personal data masked."""

from datetime import timedelta
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac

from frontdesk.mail.addresses import bare_address
from frontdesk.mail.models import EmailMessage, EmailTemplateSample
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import editing, masking
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MAX_DATA_BYTES = 256 * 1024
RECENT = timedelta(days=90)


def list_samples(actor: Actor, type: TemplateType | None) -> QuerySet[EmailTemplateSample]:
    """Of the actor's organization, or the platform's own for a superadmin in none."""
    access.require(actor, Permission.TEMPLATES_READ)
    found: QuerySet[EmailTemplateSample] = EmailTemplateSample.objects.select_related("created_by")
    found = found.filter(editing.own(actor))
    return found.filter(type=type) if type else found


def _get_sample(actor: Actor, sample_id: int) -> EmailTemplateSample:
    access.require(actor, Permission.TEMPLATES_MANAGE)
    sample = list_samples(actor, None).filter(id=sample_id).first()
    if sample is None:
        raise NotFound
    return sample


def create_sample(actor: Actor, type: TemplateType, name: str, data: dict[str, object]) -> EmailTemplateSample:
    access.require(actor, Permission.TEMPLATES_MANAGE)
    _check_size(data)
    sample = EmailTemplateSample(
        organization_id=actor.org_id, type=type, name=name, data=data, created_by_id=actor.profile_id
    )
    with duplicates.refused_as(lambda: _name_taken(name)):
        sample.save(force_insert=True)
    _tell(actor, "saved", sample)
    return _get_sample(actor, sample.id)


def update_sample(
    actor: Actor, sample_id: int, *, name: str | None = None, data: dict[str, object] | None = None
) -> EmailTemplateSample:
    sample = _get_sample(actor, sample_id)
    changes: dict[str, object] = {"updated_at": Now()}
    if name is not None:
        changes["name"] = name
    if data is not None:
        _check_size(data)
        changes["data"] = data
    with duplicates.refused_as(lambda: _name_taken(str(name))):
        EmailTemplateSample.objects.filter(id=sample.id).update(**changes)
    _tell(actor, "saved", sample)
    return _get_sample(actor, sample_id)


def delete_sample(actor: Actor, sample_id: int) -> None:
    sample = _get_sample(actor, sample_id)
    _tell(actor, "deleted", sample)
    sample.delete()


def _check_size(data: dict[str, object]) -> None:
    size = len(orjson.dumps(data))
    if size > MAX_DATA_BYTES:
        raise BadInput.field("data", f"The data has {size // 1024} kB; the limit is 256 kB.")


def _name_taken(name: str) -> Conflict:
    return Conflict(
        f"There is already a sample called “{name}” for this type. Give this one another name.", code="name-taken"
    )


def list_past_mail(actor: Actor, type: TemplateType) -> QuerySet[EmailMessage]:
    """Real mails of the type within 90 days whose data was kept."""
    access.require(actor, Permission.TEMPLATES_READ)
    access.require(actor, Permission.MAIL_READ)
    found = EmailMessage.objects.filter(editing.own(actor), type=type, data__isnull=False, is_test=False)
    return found.filter(created_at__gte=timezone.now() - RECENT).only("id", "to_address", "related", "created_at")


def label_of(mail: EmailMessage) -> str:
    about = [f"{name.removesuffix('_id').replace('_', ' ')} {number}" for name, number in sorted(mail.related.items())]
    return " · ".join([recipient_of(mail), mail.created_at.date().isoformat(), *about])


def recipient_of(mail: EmailMessage) -> str:
    return masking.mask_address(bare_address(mail.to_address))


def create_from_mail(actor: Actor, message_id: UUID, name: str | None) -> EmailTemplateSample:
    """A sample of what a real mail was rendered with, everything personal in it masked."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    access.require(actor, Permission.MAIL_READ)
    mail = EmailMessage.objects.filter(editing.own(actor), id=message_id, is_test=False).first()
    if mail is None:
        raise NotFound
    if mail.data is None:
        raise Conflict("Nothing was kept of this mail's data, as it carried a key or is older.", code="no-data")
    data = masking.mask(mail.data, key=_key_of(actor), host=settings.PUBLIC_URL)
    type = TemplateType(mail.type)
    return create_sample(actor, type, name or _free_name(actor, type, mail), data)


def _key_of(actor: Actor) -> bytes:
    """An organization's own, so that fillers tell nothing across organizations."""
    return salted_hmac("frontdesk.mail.masking", str(actor.org_id), algorithm="sha256").digest()


def _free_name(actor: Actor, type: TemplateType, mail: EmailMessage) -> str:
    base = f"Mail of {mail.created_at.date().isoformat()}"
    taken = set(list_samples(actor, type).filter(name__startswith=base).values_list("name", flat=True))
    numbered = (f"{base} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)


def _tell(actor: Actor, verb: str, sample: EmailTemplateSample) -> None:
    action = f"template.sample_{verb}"
    audit.record(actor, action, object_type="email_template_sample", object_id=sample.id, label=sample.name)
    events.record(action, record_type="email_template", record_id=f"sample:{sample.id}")
