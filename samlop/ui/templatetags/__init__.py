"""The tags and filters every template of Samløp may use."""
