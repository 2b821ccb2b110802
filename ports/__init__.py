"""Doors to the outside: settings, database, object store, broker. They know nothing of the house."""
