"""Law, schemes, audit instruments and catalogue: YAML data and the typed loaders that check it."""
