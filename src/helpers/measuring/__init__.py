"""Measuring: gold typed by people, annotation read and compared, scores and their floors."""
