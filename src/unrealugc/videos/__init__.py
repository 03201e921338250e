"""Videos: the main resource, from the request to the finished file."""
