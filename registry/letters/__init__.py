"""Letters the office sends: composed from a case, printed as PDF/A, registered, delivered with evidence."""
