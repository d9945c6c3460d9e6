"""The trained model of main content: which blocks of an HTML page are the document, and which only stand around it."""
