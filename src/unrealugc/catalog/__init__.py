"""What changes monthly, kept as data: models, prices, plans, presets, stock people and voices."""
