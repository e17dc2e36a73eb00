"""The look of Samløp: page shells, components, forms and drawings; knows no domain."""
