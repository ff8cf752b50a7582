"""What people look at: tables as pictures, the article with its marks, and controls for both."""
