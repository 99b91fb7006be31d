"""Pages and responses of the web, for link checks and `pathway add`."""
