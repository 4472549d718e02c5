"""Offline: training, evaluation, benchmarks. Nothing else imports it; the bot never runs it."""
