"""How Sphinx builds the site from what `build.py` has laid out; nothing in it is asked of another server."""

from __future__ import annotations

import serai

project = "serai"
author = "The serai authors"
project_copyright = author
version = release = serai.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
root_doc = "index"
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4  # as the pages link them, by the words of a heading
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header"]  # a page may begin its headings at any depth

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
toc_object_entries = False

html_theme = "alabaster"
html_theme_options = {
    "description": "One pool of several nations' satellites, stations, cables and navigation systems",
    "font_family": "system-ui, sans-serif",
    "head_font_family": "system-ui, sans-serif",
    "fixed_sidebar": True,
    "page_width": "66rem",
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_static_path = ["static"]
html_copy_source = False
html_show_sourcelink = False
