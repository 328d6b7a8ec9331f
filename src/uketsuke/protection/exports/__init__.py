"""個人情報の持出し: files with persons leave locked, for a reason, and are followed to the end."""
