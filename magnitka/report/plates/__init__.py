"""The plates of the report: one figure a file, named as its chart in the page's script."""
