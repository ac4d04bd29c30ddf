"""The pages of the site: for each, the query that reads it and the view that its template shows."""
