"""Where the frozen commands begin; from source the same is `python -m hoaian_desktop`."""

import sys

from hoaian_desktop.__main__ import main

sys.exit(main())
