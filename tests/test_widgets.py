"""The boards without a browser: what each shows after every change of every control.

A control is moved as a page moves it, by a message that holds its new state. What must be seen
then is worked out here a second time, from the rows of the tables.
"""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import batched
from pathlib import Path

import ipywidgets
import matplotlib.pyplot as plt
import pandas as pd
import pytest
import traitlets
from sample_tables import AWKWARD, FIGURES, Figure, empty_tables, sample_tables
from stated_tables import DATA

import helpers.widgets.estimates as estimates_module
import helpers.widgets.reading as reading_module
import helpers.widgets.sources as sources_module
from helpers import EstimateSelection, credit_line, load_article, png_bytes, tables_of
from helpers.charts import CountsOptions, counts_alt, estimate_marks, plot_selection
from helpers.charts.counts import MOST_ROWS
from helpers.charts.live_counts import live_counts
from helpers.charts.live_sources import live_relays, live_topics
from helpers.charts.selection import NAMED, UNNAMED
from helpers.escaping import clean
from helpers.widgets import (
    ReaderSelection,
    SourcesSelection,
    estimates_explorer,
    reader,
    sources_explorer,
)
from helpers.widgets.choices import Choices
from helpers.widgets.links import links_of
from helpers.widgets.number_table import PAGE_ROWS
from helpers.widgets.panes import Panes
from helpers.widgets.slider import Slider
