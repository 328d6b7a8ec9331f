"""健診: what is wrong with a running installation, and what to do about it."""
