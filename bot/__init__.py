"""The process: configuration, command line, terminal conversation and Discord client."""
