"""What a re-run changed, for people: a redline in Word with a list of what changed, why, and who must be told."""
