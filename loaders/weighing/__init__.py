"""From statements to judgements: what the record says when several articles speak."""
