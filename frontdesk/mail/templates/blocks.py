"""Saved blocks: pieces of MJML that people keep to use again."""

import re

from django.db.models import QuerySet
from django.db.models.functions import Now

from frontdesk.mail import problems
from frontdesk.mail.models import EmailBlock
from frontdesk.mail.rendering import ANYTHING, Problem, TemplateSource, check
from frontdesk.mail.templates import editing
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MAX_MJML_BYTES = 100 * 1024
_FIRST_TAG = re.compile(r"<\s*(mj-[a-z-]+|mjml)")
# What stands directly in the body, and in a section; all else stands in a column.
_IN_BODY = frozenset({"mj-section", "mj-wrapper", "mj-hero"})
_IN_SECTION = frozenset({"mj-column", "mj-group"})


def list_blocks(actor: Actor) -> QuerySet[EmailBlock]:
    """Of the actor's organization, or the platform's own for a superadmin in none."""
    access.require(actor, Permission.TEMPLATES_READ)
    found: QuerySet[EmailBlock] = EmailBlock.objects.select_related("created_by")
    return found.filter(editing.own(actor))


def _get_block(actor: Actor, block_id: int) -> EmailBlock:
    access.require(actor, Permission.TEMPLATES_MANAGE)
    block = list_blocks(actor).filter(id=block_id).first()
    if block is None:
        raise NotFound
    return block


def create_block(actor: Actor, name: str, mjml: str) -> EmailBlock:
    access.require(actor, Permission.TEMPLATES_MANAGE)
    _check_fragment(mjml)
    block = EmailBlock(organization_id=actor.org_id, name=name, mjml=mjml, created_by_id=actor.profile_id)
    with duplicates.refused_as(lambda: _name_taken(name)):
        block.save(force_insert=True)
    _tell(actor, "saved", block)
    return _get_block(actor, block.id)


def update_block(actor: Actor, block_id: int, *, name: str | None = None, mjml: str | None = None) -> EmailBlock:
    block = _get_block(actor, block_id)
    changes: dict[str, object] = {"updated_at": Now()}
    if name is not None:
        changes["name"] = name
    if mjml is not None:
        _check_fragment(mjml)
        changes["mjml"] = mjml
    with duplicates.refused_as(lambda: _name_taken(str(name))):
        EmailBlock.objects.filter(id=block.id).update(**changes)
    _tell(actor, "saved", block)
    return _get_block(actor, block_id)


def delete_block(actor: Actor, block_id: int) -> None:
    """Templates that it was put into keep their copy."""
    block = _get_block(actor, block_id)
    _tell(actor, "deleted", block)
    block.delete()


def _check_fragment(mjml: str) -> None:
    size = len(mjml.encode())
    if size > MAX_MJML_BYTES:
        raise BadInput.field("mjml", f"The block has {size // 1024} kB; the limit is 100 kB.")
    first = _FIRST_TAG.search(mjml)
    if first is None or first[1] in {"mjml", "mj-body", "mj-head"}:
        raise BadInput.field("mjml", "A block is a piece of MJML, such as <mj-section> or <mj-text>, not a whole mail.")
    if errors := find_errors(mjml, first[1]):
        refusal = problems.refusal(errors)
        raise BadInput(
            refusal.detail, code=refusal.code, errors=[{**error, "field": "mjml"} for error in refusal.errors]
        )


def find_errors(mjml: str, first_tag: str) -> list[Problem]:
    """What is wrong with a fragment, with places in the fragment itself."""
    before, after = _frame(first_tag)
    source = TemplateSource(subject="-", html_code=before + mjml + after, source_format="mjml")
    found = [problem for problem in check(source, ANYTHING, category="transactional") if problem.level == "error"]
    return [_as_of_fragment(problem, len(before)) for problem in found]


def _frame(first_tag: str) -> tuple[str, str]:
    before, after = "<mjml><mj-body>", "</mj-body></mjml>"
    if first_tag not in _IN_BODY:
        before, after = f"{before}<mj-section>", f"</mj-section>{after}"
        if first_tag not in _IN_SECTION:
            before, after = f"{before}<mj-column>", f"</mj-column>{after}"
    return before, after


def _as_of_fragment(problem: Problem, shift: int) -> Problem:
    column = max(1, problem.column - shift) if problem.line == 1 else problem.column
    return Problem(problem.level, problem.code, problem.message, problem.line, column, "html_code")


def _name_taken(name: str) -> Conflict:
    return Conflict(f"There is already a block called “{name}”. Give this one another name.", code="name-taken")


def _tell(actor: Actor, verb: str, block: EmailBlock) -> None:
    action = f"template.block_{verb}"
    audit.record(actor, action, object_type="email_block", object_id=block.id, label=block.name)
    events.record(action, record_type="email_template", record_id=f"block:{block.id}")
