"""UnrealUGC: a script goes in, a finished UGC-style video ad comes out."""

import os

__version__ = "0.1.0"

# ONNX Runtime would otherwise keep a device id in the user's cache and report to its makers. It
# looks at this when it is imported, in whichever process that is.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# NumPy's OpenBLAS would otherwise keep a thread a processor, which spins while it waits for a part
# of what one thread has done by then: no matrix here is large. It, too, looks at its import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
