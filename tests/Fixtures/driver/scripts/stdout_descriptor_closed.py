# outcome: exit
# exit: 120
import os

import counted

counted.branch(1)
os.close(1)
print("into nothing")
