"""Rules of calling to a meeting that can be decided from values."""
