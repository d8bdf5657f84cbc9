import fixture_library

fixture_library.work(12)
raise RuntimeError("the end")
