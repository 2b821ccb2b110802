"""What admins tune without code: kinds as data, samples, models, and what is noticed of them."""
