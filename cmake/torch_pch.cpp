// Owner of the precompiled LibTorch header that the other parts reuse.
