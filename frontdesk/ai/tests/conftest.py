from frontdesk.ai.testing.fixtures import (
    fake_anthropic,
    fake_bedrock,
    fake_google,
    fake_provider,
    llama_address,
    llama_server,
)

__all__ = ["fake_anthropic", "fake_bedrock", "fake_google", "fake_provider", "llama_address", "llama_server"]
