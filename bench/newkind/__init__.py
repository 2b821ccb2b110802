"""The walk of an administrator who adds a kind of paper without code, recorded."""
