"""The floor of the house: the records, the schema, the archive and the engines. Imports nothing of ours."""
