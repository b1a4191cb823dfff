"""What the tests share: a tiny model, and servers that answer what they are told to."""
