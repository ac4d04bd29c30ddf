"""Write the files that the site offers to take away, each format in a module of its own."""
