"""What an author should hear about a template before it is activated: errors refuse activation, warnings do not."""

from collections.abc import Mapping

from frontdesk.mail.rendering.checks.checking import check
from frontdesk.mail.rendering.checks.reading import Reading
from frontdesk.mail.rendering.checks.sizes import find_heavy_images, image_places
from frontdesk.mail.rendering.model import TemplateSource

__all__ = ["Reading", "check", "find_heavy_images", "image_addresses", "image_places"]


def image_addresses(source: TemplateSource, data: Mapping[str, object] | None = None) -> list[str]:
    """The address of each image, once, where it is written out or known from the data."""
    return list(image_places(Reading(source, data)))
