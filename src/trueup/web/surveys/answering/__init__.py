"""Answering by a link: the token is all that anybody needs, and all that they have."""
