"""Programs that look into uploaded files, each run in a process with limits of its own."""
