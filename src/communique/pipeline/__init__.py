"""What makes things quickly, and does not know what they are: a cache, a pool of workers, and files written whole.

``workers`` maps jobs in order over forked processes (one process where none can be forked),
``filesystem`` writes a file in one step and tells by its stat data whether it changed, ``output_folder`` makes
a folder hold exactly the files it is given.
"""
