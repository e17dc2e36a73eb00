"""Who may do what with routines and meetings."""
