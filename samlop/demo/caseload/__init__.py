"""Today's participants: their situations, and each one's days, group, mapping, meetings and plan."""
