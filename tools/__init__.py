"""What makes the shipped assets; never imported by the package."""
