# -*- coding: no-such-encoding -*-
# outcome: exception
# exception: SyntaxError
# hits: none
import counted
