"""What an organisation runs on, in five layers, each of which should trace to a job that customers need done."""
