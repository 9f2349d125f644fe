"""django"""
APPS = {}
