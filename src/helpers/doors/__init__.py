"""Where work comes in and goes out: the command line, JSON lines, and the report in pages."""
