"""The driver of CovTools: executes scripts under libcovrt and hands back how they ended and what they covered.

Python 3.8 or later, standard library only. The protocol is described in docs/driver-protocol.md."""

PROTOCOL = 1
