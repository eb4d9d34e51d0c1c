"""What a reader has begun, without a network, in a real browser."""
