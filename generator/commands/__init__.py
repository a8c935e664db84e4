"""The commands by what they are for: parse, call one function, print. What takes long to import is imported where it is used."""
