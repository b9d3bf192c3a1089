"""One archive of the whole installation: database, files, heads of the trail, secret key; made, checked, put back."""
