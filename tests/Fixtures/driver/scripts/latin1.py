# -*- coding: latin-1 -*-
# outcome: ok
# tail: 228
import counted

counted.branch(1)
print(ord("ä"))
