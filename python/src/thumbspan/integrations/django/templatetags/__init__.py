"""Where Django looks for libraries of tags."""
