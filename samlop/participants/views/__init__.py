"""The pages of a participant's file."""
