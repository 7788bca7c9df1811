"""Templates as one zip file: sources, designs and pictures, with a manifest that names and hashes them.

``manifest.json`` lists the templates; each has a folder ``templates/NNN-name/`` with ``source.mjml`` or
``source.html``, ``text.txt`` and ``design.json``; pictures of ours lie under ``images/`` by their hash, and sources
point there (``../../images/…``), so that the files also open where they were unpacked.
"""
