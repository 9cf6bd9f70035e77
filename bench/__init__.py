"""Measurements: one command each, that prints a table. ``python -m bench`` runs them all."""
