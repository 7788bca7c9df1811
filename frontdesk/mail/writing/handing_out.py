"""What a model wrote for one recipient, on its way from the proposal to the mail: signed, and kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.core import signing

from frontdesk.mail import serving
from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import AiProposal, ProposalKind
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.serving import Serving
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import BadInput

GOOD_FOR = timedelta(days=7)
_SALT = "mail.written-for-recipient"
_TEXTS = ("subject", "preheader", "html_code", "text_code")


def hand_out(actor: Actor, proposal: AiProposal, made_of: TemplateSource | None, recipient: str) -> str:
    """Empty where it must not go out: it goes to nobody but the address it was written for, and only what was made of
    a template as it is saved has been looked over by those who may write templates."""
    template = proposal.template
    if proposal.kind != ProposalKind.PERSONALIZE or template is None or not proposal.content or not recipient:
        return ""
    if template.version != proposal.base_version or serving.source_of(template) != made_of:
        return ""
    told = {
        "org": str(actor.org_id),
        "recipient": known_address(recipient),
        "template": [template.id, template.version],
        "model": proposal.model_name,
        "texts": {name: proposal.content[name] for name in _TEXTS},
    }
    return signing.dumps(told, salt=_SALT, compress=True)


def put_in(chosen: Serving, written: str, org_id: UUID, recipient: str) -> tuple[Serving, str]:
    """The template with those texts, and the name of the model. Raises BadInput."""
    try:
        told = signing.loads(written, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise _refused(f"This was written more than {GOOD_FOR.days} days ago. Have it written again.") from None
    except signing.BadSignature:
        raise _refused("This is not what a model wrote here. Have it written again, or leave it out.") from None
    if told["org"] != str(org_id) or told["template"][0] != chosen.template_id:
        raise _refused("This was written for another template. Have it written again, or leave it out.")
    if told.get("recipient") != known_address(recipient):
        raise _refused("This was written for somebody else. Have it written for this recipient, or leave it out.")
    if told["template"][1] != chosen.version:
        raise _refused("The template was changed since. Have it written again, or leave it out.")
    texts = {**told["texts"], "text_code": told["texts"]["text_code"] or None}
    return replace(chosen, source=replace(chosen.source, **texts), personalizes=False), str(told["model"])


def _refused(detail: str) -> BadInput:
    return BadInput.field("written", detail)
