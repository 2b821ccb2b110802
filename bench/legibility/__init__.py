"""Does the verdict of a glance foretell what can be read? Measured on graded damage and on photographs."""
