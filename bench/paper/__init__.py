"""Test paper: forms printed from the kinds, filled by invented people, damaged as scanners and phones do."""
