"""UnrealUGC: a script goes in, a finished UGC-style video ad comes out."""

import os

__version__ = "0.1.0"

# ONNX Runtime would otherwise keep a device id in the user's cache and report to its makers. It
# looks at this when it is imported, in whichever process that is.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
