"""Data files of the register (条线登记表): see README.md here; read by graph_loader/register.py and jurisdictions.py."""
