"""Turns a template and its data into a mail: Liquid, MJML, inlined CSS, sanitised HTML, plain text.

Pure: no database, no network, no clock except the monotonic one that bounds a rendering's time.
"""

from frontdesk.mail.rendering.checks import check
from frontdesk.mail.rendering.model import (
    ANYTHING,
    Known,
    Limits,
    Missing,
    Problem,
    Rendered,
    RenderError,
    RenderRefused,
    TemplateSource,
)
from frontdesk.mail.rendering.rendering import preview, render

__all__ = [
    "ANYTHING",
    "Known",
    "Limits",
    "Missing",
    "Problem",
    "RenderError",
    "RenderRefused",
    "Rendered",
    "TemplateSource",
    "check",
    "preview",
    "render",
]
