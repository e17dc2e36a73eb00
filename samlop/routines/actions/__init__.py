"""What happens to routines and meetings: every write of this package."""
