"""The job engine: what a job is, how it is enqueued, and the worker that runs it."""
