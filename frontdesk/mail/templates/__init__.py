"""Templates: written, listed, varied by language, drafted, bundled, locked."""
