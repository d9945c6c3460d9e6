"""Write judged blocks as Markdown or plain text. Called by ``record.py``, before the writers."""
