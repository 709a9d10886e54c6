"""Tests: real parts, exact expectations."""
