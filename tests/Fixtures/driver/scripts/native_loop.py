# outcome: timeout
import counted

counted.spin()
