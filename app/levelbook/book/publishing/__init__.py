"""Guide and record are written to disk here; what people wrote in the guide stays."""
