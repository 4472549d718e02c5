"""`python -m bot` is `engram`."""

from bot.cli import main

main()
