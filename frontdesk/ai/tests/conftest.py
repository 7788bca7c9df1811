from frontdesk.ai.testing.fixtures import fake_provider, llama_address, llama_server

__all__ = ["fake_provider", "llama_address", "llama_server"]
