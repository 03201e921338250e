"""UnrealUGC: a script goes in, a finished UGC-style video ad comes out."""

__version__ = "0.1.0"
