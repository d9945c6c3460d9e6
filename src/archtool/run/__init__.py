"""Push inputs through the pipeline: the engine below the commands, in one process or several."""
