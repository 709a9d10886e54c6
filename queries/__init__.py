"""Questions: literal Cypher, a function and a row type side by side, one file a subject. Read only."""
