"""A form for any document, made from its JSON Schema: it shows plain data, with issues, and gives plain data back.

shape    what each key takes
nodes    what a template draws
fill     data and issues -> nodes
take     what was sent -> data
"""
