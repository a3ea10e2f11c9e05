"""Logs as files, and an index of them: what was written down once can be asked, also when the file is gone."""
