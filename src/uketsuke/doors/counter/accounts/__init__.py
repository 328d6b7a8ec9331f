"""職員の口座: ``login`` (with the second factor), ``people`` (who may log in, and from where)."""
