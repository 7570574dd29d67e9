"""Answers to a survey that was asked elsewhere: a row a respondent, or a row a rating, into the table `responses`."""
