"""Many teams' editions: `collecting` reads them into a `store`, and an `inquiry` asks that, on an `engine`."""
