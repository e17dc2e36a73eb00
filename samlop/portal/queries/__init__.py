"""What the participant's own pages read."""
