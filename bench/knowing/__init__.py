"""How well the house knows a paper: where one document ends, which kind it is, what stands in its fields."""
