"""The model that works on a fresh machine: a row of the registry like any other, made where it is missing."""

from frontdesk.ai.models import Capability, Provider, SystemModel
from frontdesk.platform import tenancy

SLUG = "builtin"


def ensure_builtin() -> None:
    """Adds the built-in model unless it is there; what a superadmin changed about it stays. Harmless to repeat."""
    with tenancy.platform("ship the built-in model"):
        SystemModel.objects.get_or_create(
            slug=SLUG,
            defaults={
                "name": "Frontdesk built-in",
                "provider": Provider.BUILTIN,
                "model_id": "builtin",
                "capabilities": [Capability.EMBEDDING, Capability.TRANSCRIPTION],
                "description": (
                    "Runs on this machine: no key, no network, no cost. It compares and sorts texts, finds sentiment, "
                    "dates and action items, sums up by quoting, and writes down speech. It cannot write freely."
                ),
                "icon": "cpu",
                "tags": ["local", "private"],
                "is_free": True,
                "is_featured": True,
                "sort_order": -100,
            },
        )
