"""Words of a mail looked at: places that could be said better."""

from dataclasses import asdict

from ninja import Router

from frontdesk.mail import wording
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.schemas.ai_subjects import CheckWordingIn, WordingOut
from frontdesk.mail.wording.model import Finding
from frontdesk.mail.wording.positions import Positions
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)


@router.post("/check-wording", response=WordingOut)
def check_wording(request: ApiRequest, payload: CheckWordingIn) -> dict[str, object]:
    """Plain language and, with `tone`, whether the words fit it. No model is asked; nothing leaves the house."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    source = TemplateSource(
        subject=payload.subject,
        preheader=payload.preheader,
        html_code=payload.html_code,
        text_code=payload.text_code,
        source_format=payload.source_format.value,
        locale=payload.locale.value,
    )
    checked = wording.check(source, payload.tone)
    places = {
        "subject": Positions(source.subject),
        "preheader": Positions(source.preheader),
        "html_code": Positions(source.html_code),
        "text_code": Positions(source.text_code or ""),
    }
    return {
        "findings": [_placed(places[each.field], each) for each in checked.findings],
        "is_cut": checked.is_cut,
        "readability": asdict(checked.readability),
    }


def _placed(places: Positions, finding: Finding) -> dict[str, object]:
    line, column = places.place(finding.start)
    end_line, end_column = places.place(finding.end)
    return {
        **asdict(finding),
        "start": places.offset(finding.start),
        "end": places.offset(finding.end),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
