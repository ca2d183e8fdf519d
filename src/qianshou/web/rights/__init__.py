"""The rights of a person: requests and their answers, the whole record, erasure by two officers, who read the file, the register of purposes."""
