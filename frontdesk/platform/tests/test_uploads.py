"""Uploaded images: what is taken, what comes out of it, what is refused."""

import io
import struct
import zlib
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from frontdesk.platform import storage, tenancy
from frontdesk.platform.errors import BadInput, TooLarge
from frontdesk.platform.models import Upload
from frontdesk.platform.uploads import encode_image, store_image


def picture(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", size, 90) if mode == "L" else Image.new("RGB", size, "red").convert(mode)
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (picture("PNG"), ".png"),
        (picture("PNG", mode="RGBA"), ".png"),
        (picture("PNG", mode="P"), ".png"),
        (picture("PNG", mode="L"), ".png"),
        (picture("JPEG"), ".jpg"),
        (picture("JPEG", mode="CMYK"), ".jpg"),
        (picture("GIF"), ".png"),
        (picture("WEBP"), ".png"),
    ],
)
def test_each_kind_becomes_one_that_mail_programs_show(content: bytes, extension: str) -> None:
    encoded = encode_image(content, max_width=600)
    assert (encoded.extension, encoded.width, encoded.height) == (extension, 40, 20)
    image = opened(encoded.content)
    assert image.size == (40, 20)
    red, green, blue = image.convert("RGB").getpixel((5, 5))[:3]  # type: ignore[index]  # an RGB pixel is a tuple
    assert (red > 240 and green < 20 and blue < 20) or red == green == blue == 90


def test_a_photo_is_turned_upright_and_tells_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    exif[0x010F] = "Camera of Carol"
    exif.get_ifd(0x8825)[1] = "N"
    encoded = encode_image(picture("JPEG", (40, 20), exif=exif), max_width=600)
    assert (encoded.width, encoded.height) == (20, 40)
    assert not opened(encoded.content).getexif()
    assert b"Carol" not in encoded.content


def test_text_hidden_in_a_png_is_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    encoded = encode_image(picture("PNG", pnginfo=notes) + b"<?php trailing", max_width=600)
    assert b"script" not in encoded.content
    assert b"php" not in encoded.content


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = opened(encode_image(out.getvalue(), max_width=600).content).convert("RGB")
    assert image.getpixel((1, 1)) == (255, 0, 0)


def test_transparency_stays() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "WEBP")
    assert opened(encode_image(out.getvalue(), max_width=600).content).getpixel((0, 0)) == (0, 0, 0, 0)


def test_large_images_are_scaled_down() -> None:
    encoded = encode_image(picture("PNG", (2400, 600)), max_width=600)
    assert (encoded.width, encoded.height) == (600, 150)


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    chunks = b"\x89PNG\r\n\x1a\n"
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 100)),
        (b"IEND", b""),
    )
    for kind, data in parts:
        chunks += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return chunks


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no PNG, JPEG, GIF or WebP"),
        (b"MZ not an image", "no PNG, JPEG, GIF or WebP"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG files can carry scripts"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!-- x --><svg/>', "SVG files can carry scripts"),
        (picture("BMP"), "no PNG, JPEG, GIF or WebP"),
        (picture("TIFF"), "no PNG, JPEG, GIF or WebP"),
        (picture("JPEG", (400, 400))[:700], "damaged"),
        (picture("PNG", (400, 400))[:100], "damaged"),
        (png_header(6001, 10), "6000 pixels a side"),
        (png_header(100_000, 100_000), "6000 pixels a side"),
        (png_header(5000, 5000), "damaged"),
    ],
)
def test_anything_else_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        encode_image(content, max_width=600)
    assert caught.value.errors[0]["field"] == "file"


def test_too_many_bytes_are_refused_before_they_are_looked_at() -> None:
    with pytest.raises(TooLarge, match="10 MB"):
        encode_image(b"\0" * (10 * 1024 * 1024 + 1), max_width=600)


@pytest.mark.django_db
def test_an_upload_is_a_row_and_a_public_file(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_BUCKET, settings.STORAGE_DIR = "", tmp_path
    org, person = uuid4(), uuid4()
    with tenancy.tenant(org, user_id=person, role="admin"):
        upload = store_image(org, person, Upload.Purpose.LOGO, "C:\\photos\\our\nlogo.png", picture("PNG", (900, 90)))
        stored = Upload.objects.get(id=upload.id)
    assert (stored.width, stored.height, stored.content_type) == (600, 60, "image/png")
    assert stored.file_name == "ourlogo.png"
    assert stored.key.startswith("public/")
    assert len(storage.get(stored.key)) == stored.size
    with tenancy.tenant(uuid4()):
        assert not Upload.objects.filter(id=upload.id).exists()


@pytest.mark.django_db
def test_a_refused_image_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_BUCKET, settings.STORAGE_DIR = "", tmp_path
    org = uuid4()
    with tenancy.tenant(org):
        with pytest.raises(BadInput):
            store_image(org, uuid4(), Upload.Purpose.IMAGE, "a.png", b"nothing")
        assert not Upload.objects.exists()
    assert not list(tmp_path.iterdir())
