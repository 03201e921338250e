"""Burnt-in captions and subtitle files: words with times in, pictures with frames out."""
