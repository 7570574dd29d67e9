"""A bundle: one file with everything needed to recompute and verify an agreement, offline, trusting nobody.

    model      what a bundle is made of, as frozen values: `BundleInput`
    gather     those values from a book and its facts: only what concerns the agreement
    write      the values as bytes: lines of canonical JSON under a manifest
    read       the bytes as lines again, every byte accounted for
    verify     all checks, and the verdict once more: a `Report`

Docs: docs/reference/bundle.md.
"""
