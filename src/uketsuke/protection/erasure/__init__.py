"""消去: what is past its term goes, proposed by one person, approved by another, and reported."""
