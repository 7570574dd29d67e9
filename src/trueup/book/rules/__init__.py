"""The rules that a book must keep, one small named function each, by what they are about."""
