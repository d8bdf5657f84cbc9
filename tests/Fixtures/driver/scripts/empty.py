# outcome: ok
# hits: none
