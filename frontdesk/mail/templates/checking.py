"""Templates looked over with what only this installation knows: its own addresses, the sizes of uploaded images."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from frontdesk.mail import rendering, sending, template_types
from frontdesk.mail.rendering import Known, Problem, Reading, Rendered, RenderError, TemplateSource
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.orgs.access import Actor
from frontdesk.platform import limits, outbound
from frontdesk.platform.errors import AppError
from frontdesk.platform.models import Upload

REMOTE_IMAGES = 20
REMOTE_SECONDS = 3.0
REMOTE_PER_PERSON = "120/h"
_MEDIA = "/media/"


@dataclass(frozen=True, slots=True)
class Subject:
    """A template, saved or not, with the data it is shown with."""

    source: TemplateSource
    type: TemplateType
    category: str
    data: Mapping[str, object]

    @property
    def known(self) -> Known:
        return template_types.known(self.type)


def make_subject(
    actor: Actor,
    source: TemplateSource,
    type: TemplateType,
    *,
    category: str = "",
    logo: str = "",
    sample: Mapping[str, object] | None = None,
) -> Subject:
    """With the type's samples, or with the caller's over what every type shares."""
    data = sending.sample_data(actor, type, source.locale, logo)
    if sample is not None:
        data = {**sending.common_of(data), **sample}
    return Subject(source, type, category or TYPES[type].category, data)


def own_images() -> str:
    """How the addresses of uploads begin."""
    return f"{settings.PUBLIC_URL}{_MEDIA}"


def sizes_of_uploads(addresses: Iterable[str]) -> dict[str, int]:
    """Bytes of those images that are uploads of the tenant, by address."""
    start = own_images()
    keys = {address.removeprefix(start): address for address in addresses if address.startswith(start)}
    if not keys:
        return {}
    found = Upload.objects.filter(key__in=list(keys)).values_list("key", "size")
    return {keys[key]: size for key, size in found}


def find_problems(source: TemplateSource, type: TemplateType, category: str) -> list[Problem]:
    """Of a template as it stands, without any data."""
    sizes = sizes_of_uploads(rendering.image_addresses(source)) if own_images() in source.html_code else {}
    return rendering.check(
        source, template_types.known(type), category=category, image_sizes=sizes, own_start=own_images()
    )


def preview(subject: Subject, branches: rendering.Branches) -> Rendered:
    """The rendered mail with its problems. Raises RenderError."""
    sizes = _upload_sizes(subject)
    return rendering.preview(
        subject.source,
        subject.data,
        known=subject.known,
        branches=branches,
        category=subject.category,
        image_sizes=sizes,
        own_start=own_images(),
    )


def check(subject: Subject) -> tuple[list[Problem], int | None]:
    """Every problem, and the size of the rendered HTML; what cannot be rendered is a problem too."""
    try:
        rendered = preview(subject, "data")
    except RenderError as error:
        found = rendering.check(subject.source, subject.known, category=subject.category, own_start=own_images())
        told = {(each.code, each.field, each.line) for each in found}
        return [*found, *(each for each in error.problems if (each.code, each.field, each.line) not in told)], None
    return list(rendered.problems), len(rendered.html.encode())


def _upload_sizes(subject: Subject) -> dict[str, int]:
    if own_images() not in f"{subject.source.html_code}{subject.data}":
        return {}
    return sizes_of_uploads(rendering.image_addresses(subject.source, subject.data))


def count_remote_check(actor: Actor) -> None:
    """It reaches servers that people name: not too often. Raises TooMany."""
    limits.check(f"template-images:{actor.profile_id}", limit=REMOTE_PER_PERSON)


def remote_images(subject: Subject) -> list[str]:
    addresses = rendering.image_addresses(subject.source, subject.data)
    return [address for address in addresses if not address.startswith(own_images())][:REMOTE_IMAGES]


async def find_remote_problems(subject: Subject, addresses: list[str]) -> list[Problem]:
    """Asks each image's server for its size. An image that cannot be had is a problem too."""
    asked = await asyncio.gather(*(asyncio.to_thread(_ask_size, address) for address in addresses))
    sizes = {address: size for address, (size, _) in zip(addresses, asked, strict=True)}
    faults = {address: fault for address, (_, fault) in zip(addresses, asked, strict=True) if fault}
    return await asyncio.to_thread(_remote_problems, subject, sizes, faults)


def _ask_size(address: str) -> tuple[int, str]:
    try:
        answer = outbound.request("HEAD", address, timeout=REMOTE_SECONDS, max_bytes=1024)
    except AppError as error:
        return 0, error.detail
    if answer.status >= 400 and answer.status not in (403, 405, 429):  # the last say nothing of those who may GET
        return 0, f"its server answers {answer.status}"
    length = answer.headers.get("Content-Length", "")
    return (int(length) if length.isdigit() and len(length) < 16 else 0), ""


def _remote_problems(subject: Subject, sizes: Mapping[str, int], faults: Mapping[str, str]) -> list[Problem]:
    reading = Reading(subject.source, subject.data)
    found = [*rendering.find_heavy_images(reading, sizes)]
    for address, index in rendering.image_places(reading).items():
        if address in faults:
            message = f"The image {address[:80]} could not be had: {faults[address].rstrip('.')}."
            found.append(reading.problem("warning", "image_not_found", message, index))
    return found
