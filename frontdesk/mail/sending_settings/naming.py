"""Names of domains as people write them, and which of them can be somebody's mail domain. Pure but for settings."""

import ipaddress
import re

import idna
from django.conf import settings

from frontdesk.mail.authentication import suffixes
from frontdesk.mail.sending_settings import owning, public_services
from frontdesk.platform.errors import BadInput

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
_HOST_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$")
# Nobody can set records there (RFC 6761, 6762, 7686, 9476; ICANN's .internal).
_NO_DNS = ("localhost", "local", "internal", "invalid", "onion", "alt", "arpa", "lan", "home", "localdomain")
LONGEST = 253


def to_ascii(text: str) -> str:
    """As DNS knows the name (punycode), in lower case, without a dot at the end. Raises ValueError."""
    name = text.strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError as error:
            raise ValueError("This is no name of a domain.") from error
    return name


def to_unicode(name: str) -> str:
    try:
        return idna.decode(name)
    except (idna.IDNAError, UnicodeError):
        return name


def check_domain(text: str, *, is_deployment: bool) -> str:
    """The name in ASCII. Raises BadInput for what cannot be an organization's own domain."""
    try:
        name = to_ascii(text)
    except ValueError as error:
        raise BadInput.field("domain", str(error)) from None
    if reason := _refuse(name, is_deployment):
        raise BadInput.field("domain", reason)
    return name


def _refuse(name: str, is_deployment: bool) -> str:
    labels = name.split(".")
    if _is_address(name):
        return "Give a domain like example.com; an IP address has no mail domain's records."
    if labels[-1] in _NO_DNS:
        return "This name exists on one machine or network alone. Give a domain that the internet knows."
    if len(labels) < 2 or len(name) > LONGEST or not all(_LABEL.match(label) for label in labels):
        return "Give the domain alone, like example.com: what stands behind the @ of your addresses."
    if suffixes.is_public(name):
        return f"{name} belongs to everybody who registers names under it. Give your own, like example.{name}."
    if service := public_services.find_service(name):
        return (
            f"{service} is a public mail service: its domain cannot be proven to be yours. Add a domain of your own, "
            "or send from your address there by a provider of your own, with the service's SMTP server."
        )
    if not is_deployment and is_ours(name):
        return "This is the domain of the installation itself. Its operator looks after it."
    return ""


def is_on_internet(host: str) -> bool:
    """Whether DNS may know the name at all: ``localhost`` and addresses are no goal for records."""
    labels = host.split(".")
    return len(labels) > 1 and labels[-1] not in _NO_DNS and not _is_address(host)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_ours(name: str) -> bool:
    """What the deployment sends from, the name it is reached by, and what lies below those."""
    ours = {settings.MAIL_FROM_DOMAIN.lower(), owning.public_host()}
    return any(name == each or name.endswith(f".{each}") for each in ours if each)


def check_host(field: str, text: str, domain: str) -> str:
    """A host name below the domain, or empty. Raises BadInput."""
    try:
        name = to_ascii(text)
    except ValueError:
        name = "."
    if not name:
        return ""
    if not name.endswith(f".{domain}") or len(name) > LONGEST:
        raise BadInput.field(field, f"Give a name below your domain, like {_EXAMPLES[field]}.{domain}, or none.")
    if not all(_HOST_LABEL.match(label) for label in name.split(".")):
        raise BadInput.field(field, "A name has letters, digits and hyphens between its dots.")
    return name


_EXAMPLES = {"return_path_host": "bounces", "tracking_host": "links"}
