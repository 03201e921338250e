"""The Studio's own voices: neural speech on a bare CPU, with the time of every sound."""
