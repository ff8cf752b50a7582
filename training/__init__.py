"""Trains the network that ships as ``src/helpers/models``; never imported at run time."""
