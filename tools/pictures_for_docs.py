def write_docs(*a): pass
