"""Thin doorways from Discord to memory."""
