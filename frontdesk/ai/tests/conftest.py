from frontdesk.ai.testing.fixtures import fake_provider

__all__ = ["fake_provider"]
