"""オンライン決済: payments at a provider's pages, and what the provider tells us of them."""
