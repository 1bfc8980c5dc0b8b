"""Other people's clients, driven through their own pipelines on the same bytes."""
