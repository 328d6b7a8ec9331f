"""利用者登録: an application from home, its papers, and what became of it."""
