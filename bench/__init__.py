"""Benchmarks: each starts what it needs in a temporary folder, and prints its figures beside the floor of the same run.

The floor is what the same work costs without Frontdesk: the same SQL, or the same bytes, in a bare loop. On a machine
that others use as well only the ratio of the two says something.
"""
