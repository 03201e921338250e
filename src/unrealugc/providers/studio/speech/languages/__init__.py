"""Languages beside English: how each is read aloud and how its letters sound, one module each."""
