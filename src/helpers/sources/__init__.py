"""Who is this source? Every mention of the attributions, clustered into one record per source."""

from helpers.sources.resolving import Resolution, resolve_sources

__all__ = ["Resolution", "resolve_sources"]
