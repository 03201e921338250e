"""Projects: videos of one product or campaign."""
