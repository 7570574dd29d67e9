"""Pages as they were shown last, for as long as nothing that they rest on has changed."""
