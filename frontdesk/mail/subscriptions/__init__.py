"""What people want of our mail: leaving, choosing lists, confirming that they asked for one."""
