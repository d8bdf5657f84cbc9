import fixture_library


class Holder:
    def __del__(self, work=fixture_library.work):
        work(3)


holder = Holder()
