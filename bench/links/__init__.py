"""How fast links are checked: ours, LinkChecker, lychee and a plain client against one loopback server."""
