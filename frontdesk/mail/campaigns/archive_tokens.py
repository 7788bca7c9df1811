"""The secret in the address of a newsletter's public page: who was not given it cannot guess it."""

import secrets


def new() -> str:
    return secrets.token_urlsafe(24)
