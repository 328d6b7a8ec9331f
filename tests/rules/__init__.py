"""規則: tables of cases as the rulebook prints them, and properties no case can break."""
