"""What is laid over the performance: hook, product, end card and captions."""
