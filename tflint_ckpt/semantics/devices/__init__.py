"""The devices of the machine: which ones a file lists, configures, and starts."""
