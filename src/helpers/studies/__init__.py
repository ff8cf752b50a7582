"""What is asked of finished tables: brief views, estimates, the published record, many articles."""
