"""The entrance: settings, urls, base templates, error translation, command line."""
