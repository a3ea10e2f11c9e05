"""Mail servers whose configuration the guard's setup reads, changes and takes back."""
