"""What commands are given: options, files, times and places, read and checked before any work."""
