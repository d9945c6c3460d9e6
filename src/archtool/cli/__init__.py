"""The command line: entry point, flags, configuration, and one module for each command."""
