"""A laboratory of links: many hosts on the loopback interface, healthy and otherwise."""
