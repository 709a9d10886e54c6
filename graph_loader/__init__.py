"""Documents → text with a map back → facts with evidence → resolved units → archive → graph."""
