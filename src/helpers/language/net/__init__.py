"""The network: words to numbers, window by window, and numbers to heads, types and roles."""
