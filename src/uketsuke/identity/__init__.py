"""ログイン: accounts of groups and staff, second factors, and the addresses staff work at."""
