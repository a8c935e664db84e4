"""What the versions of the questionnaire changed, and how answers to an older one are brought up to date."""
