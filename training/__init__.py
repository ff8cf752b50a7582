"""Trains the tagger that ships as ``src/helpers/models``; never imported at run time."""
