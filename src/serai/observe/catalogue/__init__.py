"""Scenes as STAC items: planned, acquired and delivered; read, searched, and matched to what was planned."""
