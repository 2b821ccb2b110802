"""How fast the register answers with a million documents in it, and how much slower than with ten thousand."""
