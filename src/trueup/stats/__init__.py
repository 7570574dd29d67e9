"""Arrays in, frozen results out. Knows no word of the domain; does no I/O and reads no clock.

Every randomised method takes a seeded `numpy.random.Generator`. Too little data gives `Insufficient`, a series that
has never moved gives `NoVariation`; NaN and infinity are refused with the place where they stand.
"""
