"""The pages of routines and meetings."""
