"""The offline bundle: one zip from which a bureau's machine without any package index is set up.

Build tool only; the product never imports it. `python -m bundling --system windows`.

targets → wheels → bundle
"""
