"""Yousign, the operator that has a contract signed by SMS: how one reaches it, and speaks to it.

What could be verified of its published interface, and what could not, is in ``docs/decisions``.
"""
