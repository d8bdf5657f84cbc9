# outcome: ok
# tail: from the neighbour
import counted
import neighbour_of_sibling_import as neighbour

counted.branch(1)
print(neighbour.TEXT)
