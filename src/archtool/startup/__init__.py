"""What makes a start fast: patterns that are compiled when they are needed, and a cache on disk."""
