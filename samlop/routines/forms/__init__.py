"""The forms of routines and meetings."""
