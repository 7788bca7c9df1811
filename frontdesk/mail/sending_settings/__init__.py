"""By what and in whose name an organization's mail goes out: providers, domains, from-addresses."""
