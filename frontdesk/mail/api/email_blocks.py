"""Saved blocks of MJML."""

from ninja import Query, Router, Status

from frontdesk.mail.models import EmailBlock
from frontdesk.mail.schemas.email_blocks import BlockChangeIn, BlockIn, BlockOut, BlockPage
from frontdesk.mail.templates import blocks
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("", response=BlockPage)
def list_blocks(request: ApiRequest, parameters: Query[ListParameters]) -> dict[str, object]:
    found = blocks.list_blocks(request.auth)
    if parameters.q:
        found = found.filter(name__icontains=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("name", "id"))
    return {"items": items, "next_cursor": next_cursor}


@router.post("", response={201: BlockOut})
def create_block(request: ApiRequest, payload: BlockIn) -> Status[EmailBlock]:
    return Status(201, blocks.create_block(request.auth, payload.name, payload.mjml))


@router.patch("/{int:block_id}", response=BlockOut)
def update_block(request: ApiRequest, block_id: int, payload: BlockChangeIn) -> EmailBlock:
    return blocks.update_block(request.auth, block_id, name=payload.name, mjml=payload.mjml)


@router.delete("/{int:block_id}", response={204: None})
def delete_block(request: ApiRequest, block_id: int) -> Status[None]:
    blocks.delete_block(request.auth, block_id)
    return Status(204, None)
