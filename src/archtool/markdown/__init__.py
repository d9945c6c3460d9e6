"""Markdown and plain text from judged blocks: what stands between a record and its writer."""
