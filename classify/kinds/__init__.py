"""The catalogue: one TOML file per kind of document."""
