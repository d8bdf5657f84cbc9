# outcome: exception
# exception: SyntaxError
# tail: this is not a program
# notail: Traceback
# hits: none
this is not a program
