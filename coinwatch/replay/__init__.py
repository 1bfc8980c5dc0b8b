"""Playing a recording: the decoders, the store and the front ends are those of watching."""
