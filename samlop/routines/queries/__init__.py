"""What the pages of routines and meetings read."""
