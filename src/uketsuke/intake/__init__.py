"""外からの入金: money that comes in elsewhere than at the counter."""
