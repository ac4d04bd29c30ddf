"""The curator's desk: a page on this machine alone, on which an entry is drafted, checked, previewed and saved."""
