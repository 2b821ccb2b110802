"""Tests of the printing shop."""
