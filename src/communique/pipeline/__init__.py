"""Worker processes, caching and writing, shared by loads and builds."""
