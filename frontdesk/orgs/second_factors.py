"""Sealing of second factors, which allauth keeps inside a JSON column of its own."""

from allauth.mfa.models import Authenticator

from frontdesk.platform import secrets

# allauth hands its adapter the text alone, so the seal cannot name the row.
CONTEXT = "mfa_authenticator"
SEALED = ("secret", "seed")  # the TOTP secret and the seed of the recovery codes


def seal(text: str) -> str:
    return secrets.seal(text, CONTEXT)


def unseal(text: str) -> str:
    return secrets.unseal(text, CONTEXT)


def register() -> None:
    """Makes key rotation reach second factors too."""
    secrets.also_rotate(rotate)


def rotate() -> int:
    """Seals with the first key what is under an older one; returns how many authenticators changed."""
    changed = 0
    for row in Authenticator.objects.select_for_update():
        fresh = {name: _renew(value) if name in SEALED else value for name, value in row.data.items()}
        if fresh != row.data:
            row.data = fresh
            row.save(update_fields=["data"])
            changed += 1
    return changed


def _renew(value: object) -> object:
    if not isinstance(value, str) or secrets.is_current(value):
        return value
    return seal(unseal(value))
