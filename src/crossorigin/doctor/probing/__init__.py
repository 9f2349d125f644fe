"""Ask a server, or an app in process, as a browser would and in other ways."""
