"""Log lines of mail servers, PHP and web servers, one format per file; facts, no standing."""
