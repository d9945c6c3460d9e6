"""Put results in their place: streams, files, terminals and stores. The last step of a run."""
