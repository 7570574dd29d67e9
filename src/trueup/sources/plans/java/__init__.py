"""Microsoft Project, Primavera and Planner files through the Java library MPXJ, in a process of its own.

Why a process: a Java machine can be started once in the life of a process and never stopped; a file that makes its
parser hang or eat memory would take the server with it. The child reads one file after the other, writes what it found
as JSON, and is killed when it takes too long; memory is bounded by the Java heap.
"""
