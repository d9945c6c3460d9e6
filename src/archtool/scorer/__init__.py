"""The trained model of main content: it gives each block or line its chance to be part of the document."""
