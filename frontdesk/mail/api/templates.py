"""E-mail templates."""

from dataclasses import asdict

from django.http import HttpResponse
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from frontdesk.mail import sending
from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.schemas.common import SendOut
from frontdesk.mail.schemas.templates import (
    AuthorPage,
    BulkIn,
    BulkOut,
    RenderedOut,
    TemplateChangeIn,
    TemplateDetailOut,
    TemplateIn,
    TemplateListIn,
    TemplatePage,
    TestMailIn,
    VariantIn,
)
from frontdesk.mail.template_types import TYPES
from frontdesk.mail.templates import authoring, bulk, drawing, editing, listing, variants
from frontdesk.mail.writing import proposals
from frontdesk.orgs.access import Actor
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


def present(actor: Actor, template: EmailTemplate) -> EmailTemplate:
    """Adds what the schema of one shows besides columns."""
    vars(template).update(problems=[asdict(each) for each in authoring.find_problems(template)])
    return listing.describe(actor, [template])[0]


@router.get("", response=TemplatePage)
def list_templates(request: ApiRequest, parameters: Query[TemplateListIn]) -> dict[str, object]:
    items, next_cursor = listing.list_page(
        request.auth, parameters.filters(), sort=parameters.sort, cursor=parameters.cursor, limit=parameters.limit
    )
    return {"items": items, "next_cursor": next_cursor}


@router.post("", response={201: TemplateDetailOut})
def create_template(request: ApiRequest, payload: TemplateIn) -> Status[EmailTemplate]:
    values = payload.dict()
    info = TYPES[payload.type]
    values["category"] = values["category"] or info.category
    values["from_email_address_type"] = values["from_email_address_type"] or info.from_email_address_type
    return Status(201, present(request.auth, authoring.create_template(request.auth, values)))


@router.get("/authors", response=AuthorPage)
def list_template_authors(request: ApiRequest) -> dict[str, object]:
    """People who made templates here."""
    return {"items": listing.list_authors(request.auth)}


@router.post("/bulk", response=BulkOut)
def change_templates(request: ApiRequest, payload: BulkIn) -> dict[str, object]:
    """One action on many: each is done or refused by itself, and the answer says which."""
    return {"items": bulk.change_many(request.auth, payload.ids, payload.action)}


@router.get("/{int:template_id}", response=TemplateDetailOut)
def get_template(request: ApiRequest, template_id: int) -> EmailTemplate:
    return present(request.auth, editing.get_template(request.auth, template_id))


@router.patch("/{int:template_id}", response=TemplateDetailOut)
def update_template(request: ApiRequest, template_id: int, payload: TemplateChangeIn) -> EmailTemplate:
    """Saves what was changed in an editor, and forgets the caller's unsaved draft."""
    changes = {k: v for k, v in payload.dict(exclude_unset=True).items() if v is not None or k == "design"}
    version, proposal_id = changes.pop("version"), changes.pop("proposal_id", None)
    if proposal_id is not None:
        merged = proposals.accept_merged(request.auth, proposal_id, template_id, changes, version=version)
        return present(request.auth, merged)
    changed = authoring.update_template(request.auth, template_id, changes, version=version)
    return present(request.auth, changed)


@router.delete("/{int:template_id}", response={204: None})
def delete_template(request: ApiRequest, template_id: int) -> Status[None]:
    authoring.delete_template(request.auth, template_id)
    return Status(204, None)


@router.get("/{int:template_id}/rendered", response={200: RenderedOut, 304: None})
def render_template(request: ApiRequest, template_id: int) -> drawing.Drawing | HttpResponse:
    """The template as it is saved, with sample data: for thumbnails. Repeat its `ETag` as `If-None-Match`."""
    template = editing.get_template(request.auth, template_id)
    tag = drawing.get_tag(request.auth, template)
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    drawn = drawing.draw(request.auth, template)
    return HttpResponse(
        RenderedOut.from_orm(drawn).model_dump_json(),
        content_type="application/json",
        headers={"ETag": tag, "Cache-Control": "private, no-cache"},
    )


@router.post("/{int:template_id}/duplicate", response={201: TemplateDetailOut})
def duplicate_template(request: ApiRequest, template_id: int) -> Status[EmailTemplate]:
    return Status(201, present(request.auth, authoring.duplicate_template(request.auth, template_id)))


@router.post("/{int:template_id}/variants", response={201: TemplateDetailOut})
def create_variant(request: ApiRequest, template_id: int, payload: VariantIn) -> Status[EmailTemplate]:
    """The same mail in another language: an inactive copy to be translated. 409 (variant-exists) when there is one."""
    made = variants.create_variant(request.auth, template_id, payload.locale)
    return Status(201, present(request.auth, made))


@router.post("/{int:template_id}/archive", response=TemplateDetailOut)
def archive_template(request: ApiRequest, template_id: int) -> EmailTemplate:
    """Deactivates it and takes it out of lists."""
    return present(request.auth, authoring.archive_template(request.auth, template_id))


@router.post("/{int:template_id}/unarchive", response=TemplateDetailOut)
def unarchive_template(request: ApiRequest, template_id: int) -> EmailTemplate:
    return present(request.auth, authoring.unarchive_template(request.auth, template_id))


@router.post("/{int:template_id}/test-email", response={202: SendOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def send_test_email(request: ApiRequest, template_id: int, payload: TestMailIn) -> Status[dict[str, object]]:
    """Sends the template as it is saved, with sample data, to somebody of the organization."""
    template = editing.get_template(request.auth, template_id)
    return Status(202, sending.send_test(request.auth, template, to=payload.to, sample=payload.sample_data))
