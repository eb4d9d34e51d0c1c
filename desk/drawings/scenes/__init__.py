"""The pictures, one to a module: what is where in it, in design pixels from the upper left."""
