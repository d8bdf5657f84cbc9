import fixture_library

print(fixture_library.work(40))
