"""Members and bills taken over from files; members who turn out to be one."""
