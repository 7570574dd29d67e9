"""Witnesses (C2SP tlog-witness): they cosign a log's checkpoints, and never two that contradict each other.

rule     what a witness answers to a submitted checkpoint: a pure function
records  the latest checkpoint cosigned for each log, kept so that no crash and no race rolls it back
server   the HTTP service
client   the log's side: submit a checkpoint, get a cosignature
"""
