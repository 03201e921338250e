"""Credits: an append-only double-entry ledger, and the only code that writes it."""
