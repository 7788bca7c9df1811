"""Pictures of an uploaded file, stored as though somebody had uploaded each by itself."""

import hashlib
import re
import time
from typing import Any

from frontdesk.mail.templates.bundles.model import Entry, Picture
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import storage, uploads
from frontdesk.platform.errors import BadInput
from frontdesk.platform.models import Upload

# A large picture takes a second to encode anew, and a file may hold two thousand; others wait for the import's end.
STORE_SECONDS = 30.0


class Shelf:
    """Where the pictures of one file go: each content is stored once, however many templates use it."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._addresses: dict[str, str] = {}
        self._until = time.monotonic() + STORE_SECONDS

    def place(self, entry: Entry) -> dict[str, object]:
        """The entry's values with the addresses where its pictures lie now. Raises BadInput for what is no picture."""
        return with_addresses(entry, {picture.marker: self._store(picture, entry) for picture in entry.pictures})

    def _store(self, picture: Picture, entry: Entry) -> str:
        digest = hashlib.sha256(picture.content).hexdigest()
        if digest not in self._addresses:
            actor = access.require(self._actor, Permission.UPLOADS_CREATE)
            if time.monotonic() >= self._until:
                raise BadInput("The pictures of this file take too long. Import fewer templates at a time.")
            is_logo = entry.values.get("email_main_logo_image") == picture.marker
            purpose = Upload.Purpose.LOGO if is_logo else Upload.Purpose.IMAGE
            stored = uploads.store_image(actor.org_id, actor.profile_id, purpose, picture.name, picture.content)
            self._addresses[digest] = storage.url(stored.key)
        return self._addresses[digest]


def with_addresses(entry: Entry, addresses: dict[str, str]) -> dict[str, object]:
    """The entry's values with each marker replaced by its address."""
    if not addresses:
        return dict(entry.values)
    # The longest first: one marker may begin another. One pattern, as a design may hold a million pieces of text.
    longest_first = sorted(addresses, key=len, reverse=True)
    markers = re.compile("|".join(map(re.escape, longest_first)))
    return {name: _replaced(value, markers, addresses) for name, value in entry.values.items()}


def _replaced(value: Any, markers: re.Pattern[str], addresses: dict[str, str]) -> Any:
    if isinstance(value, str):
        return markers.sub(lambda found: addresses[found[0]], value)
    if isinstance(value, dict):
        return {name: _replaced(inner, markers, addresses) for name, inner in value.items()}
    return [_replaced(inner, markers, addresses) for inner in value] if isinstance(value, list) else value
