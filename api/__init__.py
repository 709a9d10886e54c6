"""Every way in: HTTP and the `zeren` command. No logic and no Cypher."""
