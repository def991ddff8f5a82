print("rev")
