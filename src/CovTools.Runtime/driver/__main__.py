"""Entry point: `python3 <this folder>` is the driver; --worker and --fresh are processes that it starts itself."""

import sys


def main():
    arguments = sys.argv[1:]
    if not arguments:
        from covtools_driver import driver
        return driver.main()
    if arguments[0] == "--worker":
        from covtools_driver import worker
        return worker.main(arguments[1:])
    if arguments[0] == "--fresh":
        from covtools_driver import fresh
        return fresh.main(arguments[1:])
    sys.stderr.write("usage: python3 driver   (the driver protocol is spoken on standard input and output)\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
