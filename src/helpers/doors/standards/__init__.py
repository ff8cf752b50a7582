"""Tables in the words of others: one module a standard, from tables to dictionaries or bytes."""
