"""Turn the rows of a table into entries: a map says which column is which field, a worklist who is meant.

One direction: ``table_file`` reads rows, ``table_map`` the map, ``cell_rules`` and ``date_rules`` turn cells into
values, ``name_worklist`` finds whom a name means, ``row_events`` makes what an entry says of each row,
``entry_batches`` writes them file by file, and ``linkage`` looks for events that the record has already. The record
stays what its entries say.
"""
