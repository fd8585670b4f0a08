"""An outcome as data: JSON, rows, files."""
