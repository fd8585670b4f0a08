"""How the tables came to be: one file a version of the schema, each carried out whole or not at all."""
