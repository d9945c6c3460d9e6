"""Engines: how inputs are pushed through the pipeline."""
