"""Read the text of an article: divide it into parts, and recognise what each of them names."""
