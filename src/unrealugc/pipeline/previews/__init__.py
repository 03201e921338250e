"""Programs that draw and speak what the catalog shows, the first time it is asked for."""
