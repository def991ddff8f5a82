// Keeps the folder until its first file is there.
