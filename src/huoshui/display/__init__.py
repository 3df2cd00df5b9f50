"""What pages show: frozen shapes for the page parts, charts, and links made from a page's query. Imports no room."""
