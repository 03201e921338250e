"""The studio: speech and living people made on this machine, with no key and no GPU."""
