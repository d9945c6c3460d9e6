"""Where results go: streams, files, terminals and stores. The last step of a run."""
