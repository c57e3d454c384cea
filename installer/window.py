"""Where the frozen window begins; from source the same is `python -m ui`."""

import sys

from ui.__main__ import main

sys.exit(main())
