"""What models proposed: kept as drafts until a person accepts or rejects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from frontdesk.mail.models import AiProposal, EmailTemplate, ProposalKind, ProposalState
from frontdesk.mail.rendering import Problem, TemplateSource
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.templates import authoring, checking, editing, variants
from frontdesk.mail.templates.versions import Writers
from frontdesk.mail.writing import generating, handing_out
from frontdesk.mail.writing.asking import Refused, Spent
from frontdesk.mail.writing.ordering import Order, Prepared
from frontdesk.mail.writing.plans import Plan
from frontdesk.mail.writing.promises import Broken
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Locale
from frontdesk.platform import events
from frontdesk.platform.errors import AppError, BadInput, Conflict, NotFound

CONTENT = ("subject", "preheader", "html_code", "text_code", "source_format", "design")
# A process that ended in the middle leaves its proposals behind.
LONGEST_RUN = timedelta(minutes=30)


def begin(actor: Actor, order: Order, prepared: Prepared) -> AiProposal:
    template = prepared.template
    return AiProposal.objects.create(
        organization_id=template.organization_id if template and template.organization_id else actor.org_id,
        template=template,
        base_version=template.version if template else None,
        kind=order.kind,
        request=order.request,
        base=dict(order.base) or None if order.kind is not ProposalKind.PERSONALIZE else None,
        model_ref=prepared.target.ref,
        model_name=prepared.target.name,
        created_by_id=actor.profile_id,
    )


def finish(actor: Actor, proposal_id: UUID, plan: Plan, answers: Sequence[Any], spent: Spent) -> AiProposal:
    """Puts the answers together, looks the whole over, and keeps it. Raises Refused."""
    made = plan.make(answers)
    found = _check(plan, made, spent)
    content = _content(plan, made)
    changes: dict[str, Any] = {"state": ProposalState.READY, **_spending(spent)}
    # What was written for one recipient is handed out and not kept; problems may quote it.
    if plan.kind is not ProposalKind.PERSONALIZE:
        changes |= {"content": content, "problems": found}
    if not AiProposal.objects.filter(id=proposal_id).update(**changes):
        raise NotFound("The template was deleted while the model was writing.")
    proposal = AiProposal.objects.select_related("template", "created_by", "decided_by").get(id=proposal_id)
    template = proposal.template if plan.kind is ProposalKind.PERSONALIZE else None
    _tell(actor, "proposed", proposal, template.name if template else content["subject"])
    proposal.content, proposal.problems = content, found
    vars(proposal)["written"] = handing_out.hand_out(actor, proposal, plan.before, plan.recipient)
    return proposal


def _check(plan: Plan, made: TemplateSource, spent: Spent) -> list[dict[str, Any]]:
    broken = plan.find_broken(made)
    if broken:
        raise Refused(spent.name, broken)
    problems = checking.find_problems(made, plan.type, plan.category)
    before = checking.find_problems(plan.before, plan.type, plan.category) if plan.before else []
    known = {(each.code, each.field, each.message) for each in before}
    wrong = [each for each in problems if each.level == "error" and (each.code, each.field, each.message) not in known]
    if wrong:
        raise Refused(spent.name, [Broken("structure", each.message, each.field) for each in wrong])
    notices = [*plan.notices]
    if plan.before is None:
        notices += generating.missing_placeholders(made, plan.type, made.locale)
    told = [Problem("warning", each.code, each.message, 0, 0, "html_code") for each in notices]
    return [asdict(each) for each in (*told, *problems)]


def _content(plan: Plan, made: TemplateSource) -> dict[str, Any]:
    return {
        "subject": made.subject,
        "preheader": made.preheader,
        "html_code": made.html_code,
        "text_code": made.text_code or "",
        "source_format": made.source_format,
        "design": None,  # the editor reads it out of the code
        "type": plan.type.value,
        "category": plan.category,
        "locale": made.locale,
    }


def _spending(spent: Spent) -> dict[str, Any]:
    told: dict[str, Any] = {
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "cost": spent.cost,
    }
    return {**told, "model_ref": spent.ref, "model_name": spent.name} if spent.name else told


def give_up(proposal_id: UUID, kind: ProposalKind, error: AppError | None, spent: Spent) -> None:
    """Keeps why there is nothing to accept; of what was written for a recipient without the words, which may be
    theirs."""
    state = ProposalState.REFUSED if isinstance(error, Refused) else ProposalState.FAILED
    reason = error.detail if error else "It was broken off before the model had ended."
    problems = [_as_problem(each) for each in error.errors] if error else []
    if state == ProposalState.REFUSED and kind is ProposalKind.PERSONALIZE:
        reason, problems = "What the model wrote for the recipient broke a promise, twice.", []
    AiProposal.objects.filter(id=proposal_id, state=ProposalState.RUNNING).update(
        state=state, reason=reason, problems=problems, **_spending(spent)
    )


def _as_problem(error: Mapping[str, object]) -> dict[str, object]:
    place = {"line": 0, "column": 0, "field": error.get("field", "")}
    return {"level": "error", "code": error.get("code", ""), "message": error.get("message", ""), **place}


def list_proposals(actor: Actor, *, template_id: int | None = None) -> QuerySet[AiProposal]:
    """Those of a template, or of the whole organization; what was written for recipients is not among them."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    found: QuerySet[AiProposal] = AiProposal.objects.select_related("template", "created_by", "decided_by")
    found = found.exclude(kind=ProposalKind.PERSONALIZE)
    if template_id is not None:
        return found.filter(template=editing.get_template(actor, template_id))
    return found.filter(editing.own(actor))


def get_proposal(actor: Actor, proposal_id: UUID) -> AiProposal:
    access.require(actor, Permission.TEMPLATES_MANAGE)
    found = AiProposal.objects.select_related("template", "created_by", "decided_by").filter(id=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def state_of(proposal: AiProposal) -> str:
    """As it is now: what still runs after so long has been forgotten by whoever ran it."""
    is_lost = proposal.state == ProposalState.RUNNING and proposal.created_at < timezone.now() - LONGEST_RUN
    return ProposalState.FAILED.value if is_lost else ProposalState(proposal.state).value


def accept(actor: Actor, proposal_id: UUID, *, version: int | None = None, name: str = "") -> EmailTemplate:
    """Makes a template of it, a variant in another language, or the next version of its template.

    ``version``: the version that it goes on top of; left out, the one that it was made of. Raises Conflict
    (proposal-decided, stale-version, variant-exists), Forbidden as for any change of the template.
    """
    proposal = _get_open(actor, proposal_id)
    content = proposal.content or {}
    template = _apply(actor, proposal, content, version, name)
    _decide(actor, proposal, ProposalState.ACCEPTED, accepted_template=template, accepted_version=template.version)
    _tell(actor, "accepted", proposal, template.name)
    return editing.get_template(actor, template.id)


def accept_merged(
    actor: Actor, proposal_id: UUID, template_id: int, changes: Mapping[str, object], *, version: int
) -> EmailTemplate:
    """Saves what a person made of it together with what somebody had saved meanwhile.

    Raises NotFound for a proposal that is not of a version of this template, and as `accept` does.
    """
    proposal = _get_open(actor, proposal_id)
    if proposal.template_id != template_id or proposal.kind == ProposalKind.TRANSLATE:
        raise NotFound
    proposed = (proposal.content or {}).get("subject")
    writers = Writers(proposal.model_name, None if changes.get("subject", proposed) == proposed else "")
    template = authoring.update_template(actor, template_id, dict(changes), version=version, writers=writers)
    _decide(actor, proposal, ProposalState.ACCEPTED, accepted_template=template, accepted_version=template.version)
    _tell(actor, "accepted", proposal, template.name)
    return editing.get_template(actor, template_id)


def _apply(
    actor: Actor, proposal: AiProposal, content: Mapping[str, Any], version: int | None, name: str
) -> EmailTemplate:
    values = {each: content[each] for each in CONTENT}
    writers = Writers(proposal.model_name)
    if proposal.template_id is None:
        new = _new_values(proposal, content, name)
        return authoring.create_in(actor, proposal.organization_id, new, writers=writers)
    if proposal.kind == ProposalKind.TRANSLATE:
        values |= {"name": name} if name else {}
        locale = Locale(content["locale"])
        return variants.create_variant(actor, proposal.template_id, locale, content=values, writers=writers)
    base = version or proposal.base_version or 1
    return authoring.update_template(actor, proposal.template_id, values, version=base, writers=writers)


def _new_values(proposal: AiProposal, content: Mapping[str, Any], name: str) -> dict[str, object]:
    type = TemplateType(content["type"])
    brief = " ".join(str(proposal.request.get("prompt", "")).split())
    return {
        **{each: content[each] for each in CONTENT},
        "name": name or brief[:80] or content["subject"][:80],
        "type": type,
        "category": content["category"],
        "locale": content["locale"],
        "from_email_address_type": TYPES[type].from_email_address_type,
    }


def reject(actor: Actor, proposal_id: UUID) -> AiProposal:
    proposal = _get_open(actor, proposal_id)
    _decide(actor, proposal, ProposalState.REJECTED)
    _tell(actor, "rejected", proposal, (proposal.content or {}).get("subject", ""))
    return get_proposal(actor, proposal_id)


def _get_open(actor: Actor, proposal_id: UUID) -> AiProposal:
    """Locked: two people may press at the same moment."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    proposal = AiProposal.objects.select_for_update().filter(id=proposal_id).first()
    if proposal is None:
        raise NotFound
    if proposal.state != ProposalState.READY:
        raise Conflict(f"This proposal is {state_of(proposal)}: there is nothing to decide.", code="proposal-decided")
    if proposal.content is None:
        raise BadInput(
            "This was written for one recipient and is not kept: there is nothing to accept or reject.",
            code="nothing-to-accept",
        )
    return proposal


def _decide(actor: Actor, proposal: AiProposal, state: ProposalState, **values: Any) -> None:
    AiProposal.objects.filter(id=proposal.id).update(
        state=state, decided_by_id=actor.profile_id, decided_at=Now(), **values
    )


def _tell(actor: Actor, verb: str, proposal: AiProposal, label: str) -> None:
    kind = "email_template" if proposal.template_id else "email_ai_proposal"
    record_id = proposal.template_id or proposal.id
    audit.record(
        actor,
        f"template.{verb}",
        object_type=kind,
        object_id=record_id,
        label=label,
        changes={"kind": proposal.kind, "model": proposal.model_name},
        org_id=proposal.organization_id,
    )
    events.record(f"template.{verb}", record_type=kind, record_id=record_id, org_id=proposal.organization_id)
