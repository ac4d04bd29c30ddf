"""Build the full-text index: what each page contributes, and Pagefind, which indexes it."""
