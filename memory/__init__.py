"""The library: slots, and the memory network that reads them. It has never heard of Discord."""
