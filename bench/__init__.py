"""Measurements, and the printing shop that makes test paper."""
