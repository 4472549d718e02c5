"""Offline: simulated worlds, task files, training, evaluation. Nothing else imports it."""
