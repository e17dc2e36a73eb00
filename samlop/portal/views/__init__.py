"""The participant's own pages."""
