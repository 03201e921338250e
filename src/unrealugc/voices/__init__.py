"""The voices that speak: stock voices and ones shaped to a sample."""
