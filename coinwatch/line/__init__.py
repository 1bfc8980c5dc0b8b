"""`coinwatch line`: one line of text for status bars and prompts."""
