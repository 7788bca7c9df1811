"""Peers to test against: a fake server that speaks OpenAI's protocol and fails on request, and a real small model."""
