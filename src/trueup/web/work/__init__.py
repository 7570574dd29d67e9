"""What runs in the background, and the page that shows it."""
