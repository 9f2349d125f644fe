"""What stands for a configuration: policies that a command line names."""
