"""Offline: worlds, task files, training, evaluation, benchmarks. Nothing else imports it."""
