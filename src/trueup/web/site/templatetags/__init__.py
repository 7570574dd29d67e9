"""What templates may ask of the site."""
