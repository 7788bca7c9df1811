"""HTML that came from outside, made fit to be shown."""

from frontdesk.mail.rendering.compiling import to_document
from frontdesk.mail.rendering.model import Limits, RenderError, TemplateSource
from frontdesk.mail.rendering.sanitising import Document, clean_body, put_together

LIMITS = Limits()


def clean_document(markup: str) -> str:
    """A whole sanitised document; empty for an empty body and for what cannot be taken apart (the text is shown)."""
    if not markup.strip():
        return ""
    try:
        document = to_document(markup, TemplateSource(subject="", html_code=markup), LIMITS)
    except RenderError:
        return ""
    return put_together(
        Document(document.styles, document.body_style, clean_body(document.body)), locale="en", title="", preheader=""
    )
