"""Files from callers: a place to put them, and the door that takes and shows them."""
