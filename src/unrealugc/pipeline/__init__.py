"""Plan, voice, performance, captions, compose, encode: a job and a folder in, a video out."""
