"""Asking a language model. Nothing here imports a client library until a question really goes over the wire."""
