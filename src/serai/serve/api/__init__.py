"""The interfaces, each a small file: what is asked, what is answered, and who may ask."""
