"""Turns a template and its data into a mail: Liquid, MJML, inlined CSS, sanitised HTML, plain text.

Pure: no database, no network, no clock except the monotonic one that bounds a rendering's time.
"""

from frontdesk.mail.rendering.branches import Branches
from frontdesk.mail.rendering.checks import Reading, check, find_heavy_images, image_addresses, image_places
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
    "Branches",
    "Known",
    "Limits",
    "Missing",
    "Problem",
    "Reading",
    "RenderError",
    "RenderRefused",
    "Rendered",
    "TemplateSource",
    "check",
    "find_heavy_images",
    "image_addresses",
    "image_places",
    "preview",
    "render",
]
