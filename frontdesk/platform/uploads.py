"""Images that people upload: checked, turned upright, stripped of metadata, re-encoded, stored under a public name."""

import io
import uuid
from pathlib import PurePath
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from frontdesk.platform import storage
from frontdesk.platform.errors import BadInput, TooLarge
from frontdesk.platform.models import Upload

MAX_SIDE = 6000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MAX_WIDTH = {Upload.Purpose.LOGO: 600, Upload.Purpose.IMAGE: 1600}
_MAX_HEIGHT = 4000


class Encoded(NamedTuple):
    content: bytes
    extension: str
    width: int
    height: int


def store_image(
    actor_org_id: UUID | None, profile_id: UUID, purpose: Upload.Purpose, file_name: str, content: bytes
) -> Upload:
    """Stores a PNG, JPEG, GIF (its first frame) or WebP as PNG or JPEG, which every mail program shows.

    Raises TooLarge above settings.MAX_UPLOAD_BYTES and BadInput for what is no such image. The file is written before
    the row: a request that fails afterwards leaves a file that nobody knows, never a row without a file.
    """
    encoded = encode_image(content, max_width=_MAX_WIDTH[purpose])
    key = f"{storage.PUBLIC}{uuid.uuid4()}{encoded.extension}"
    content_type = storage.IMAGE_TYPES[encoded.extension]
    storage.put(key, encoded.content, content_type)
    return Upload.objects.create(
        organization_id=actor_org_id,
        purpose=purpose,
        key=key,
        file_name=_plain_name(file_name),
        content_type=content_type,
        size=len(encoded.content),
        width=encoded.width,
        height=encoded.height,
        created_by_id=profile_id,
    )


def list_images(organization_id: UUID | None, *, purpose: str = "", words: str = "") -> QuerySet[Upload]:
    """Those of one organization, or the platform's own for None; ``words`` are looked for in their file names."""
    images = Upload.objects.filter(organization_id=organization_id)
    if purpose:
        images = images.filter(purpose=purpose)
    return images.filter(file_name__icontains=words) if words else images


def encode_image(content: bytes, *, max_width: int) -> Encoded:
    """Pixels only, at most ``max_width`` wide: no metadata, no frames, no profile, nothing that hides behind them."""
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise TooLarge(f"An image may have {settings.MAX_UPLOAD_BYTES // (1024 * 1024)} MB at most.")
    _refuse_svg(content)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            # Known from the header: nothing is unpacked before this passes.
            if max(opened.size) > MAX_SIDE:
                raise _bad_file(
                    f"The image may have {MAX_SIDE} pixels a side at most; this one has {max(opened.size)}."
                )
            image = _upright_srgb(opened)
    except UnidentifiedImageError:
        raise _bad_file("This is no PNG, JPEG, GIF or WebP image.") from None
    except Image.DecompressionBombError:
        raise _bad_file(f"The image may have {MAX_SIDE} pixels a side at most.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's decoders raise for broken files
        raise _bad_file("The image is damaged. Export it again.") from error
    image.thumbnail((max_width, _MAX_HEIGHT), Image.Resampling.LANCZOS)
    return _encode(image, photo=opened.format == "JPEG")


def _refuse_svg(content: bytes) -> None:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<") and b"<svg" in content[:4096].lower():
        raise _bad_file("SVG files can carry scripts and many mail programs do not show them. Export it as PNG.")


def _upright_srgb(opened: Image.Image) -> Image.Image:
    """The first frame as plain RGB or RGBA, turned as its camera said, its colours brought from its profile to sRGB."""
    opened.seek(0)
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        image = _from_profile(image, profile)
    clear = image.has_transparency_data
    return image.convert("RGBA" if clear else "RGB")


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile: the colours as they stand


def _encode(image: Image.Image, *, photo: bool) -> Encoded:
    # A fresh image: whatever hangs on the decoded one stays behind.
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    out = io.BytesIO()
    if photo and plain.mode == "RGB":
        plain.save(out, "JPEG", quality=88, optimize=True, progressive=True)
        extension = ".jpg"
    else:
        plain.save(out, "PNG", optimize=True)
        extension = ".png"
    return Encoded(out.getvalue(), extension, plain.width, plain.height)


def _plain_name(file_name: str) -> str:
    """The last part of a path, of whichever system, without control characters."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:200] or "image"


def _bad_file(message: str) -> BadInput:
    return BadInput.field("file", message)
