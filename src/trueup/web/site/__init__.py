"""What all pages share: the frame, the style, the security policy, numbers for people."""
