import fixture_library

assert fixture_library.guarded(-5) == -1
assert fixture_library.guarded(5) == 5
