"""A copy of the whole server in one file, and a server from such a file.

seal       a passphrase around a stream of bytes
archive    the files and their digests in one tar
database   the database into a file and out of it
take       a running server -> a backup
restore    a backup -> a new home, verified before it is used
commands   `trueup backup`, `trueup restore`
"""
