"""From a script as it is written to the words that are said."""
