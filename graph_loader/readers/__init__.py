"""A file of any supported format → one `SourceText`."""
