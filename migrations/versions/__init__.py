"""The schema revisions, in order; a revision that was released is never edited."""
