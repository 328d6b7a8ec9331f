"""区民ホール受付システム: a folder for each area of the business, and doors for its audiences."""
