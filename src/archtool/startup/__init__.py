"""Make a start fast: compile patterns only when they are needed, and cache tables on disk."""
