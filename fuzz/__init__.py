"""Hostile input for everything that reads what strangers wrote: files, a model's replies, briefings.

`python -m fuzz` gives each target a share of a million inputs; the tests give the same targets a few hundred.
"""
