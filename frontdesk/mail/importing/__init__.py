"""Templates that people bring along: HTML and MJML of any age, with the merge tags of other programs.

Pure: files and addresses are fetched elsewhere and handed in.
"""

from frontdesk.mail.importing.converting import convert
from frontdesk.mail.importing.model import Change, Imported, InlineImage
from frontdesk.mail.importing.uploads import read_upload

__all__ = ["Change", "Imported", "InlineImage", "convert", "read_upload"]
