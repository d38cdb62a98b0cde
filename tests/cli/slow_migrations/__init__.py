"""An application of tests alone, whose second migration waits in its middle, so that it can be killed there."""
