"""The command `kantselei`."""
