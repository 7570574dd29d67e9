"""What happened: reported, verified, attested, disputed."""
