"""How fast and how light coinwatch is: a row each, with its yardstick in the same run."""
