"""What stands for a configuration: files, apps, policies and revisions of them, read into scopes."""
