"""What templates of this folder use."""
