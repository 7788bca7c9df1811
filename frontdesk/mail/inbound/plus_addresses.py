"""What the part behind the plus of an address of ours carries: a conversation's token, or that of a mail sent."""

import re

# Mail servers may change the case of an address: tokens are lower case and read so.
_THREAD = re.compile(r"\+t-([a-z0-9]{10,40})\Z")
_BOUNCE = re.compile(r"bounces\+([a-z0-9]{20,80})\Z")


def base(address: str) -> str:
    """``help+t-abc@x.test`` → ``help@x.test``; the same for a local part alone."""
    name, at, domain = address.rpartition("@") if "@" in address else (address, "", "")
    return f"{name.split('+', 1)[0] or name}{at}{domain}"


def for_thread(address: str, token: str) -> str:
    """The address that answers to a conversation are sent to."""
    name, _, domain = base(address).rpartition("@")
    return f"{name}+t-{token}@{domain}"


def thread_token(address: str) -> str:
    match = _THREAD.search(address.lower().rpartition("@")[0])
    return match[1] if match else ""


def bounce_token(address: str) -> str:
    match = _BOUNCE.match(address.lower().rpartition("@")[0])
    return match[1] if match else ""
