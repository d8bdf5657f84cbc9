"""Does what a page of the documentation shows: writes its sources, runs its commands, and compares what its Python examples print. page.py check PAGE FOLDER"""

import doctest
import os
import re
import subprocess

from harness import run


def check(page, folder):
    with open(page, encoding="utf-8") as file:
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", file.read(), re.M | re.S)
    os.chdir(folder)
    machine = {"x86_64": "x64", "aarch64": "arm64"}[os.uname().machine]
    os.environ["LIBRARIES"] = os.path.join(os.environ["COVTOOLS_LIBRARIES"], "linux-" + machine)
    for language, text in blocks:
        if language in ("c", "cpp"):
            with open(re.match(r"(?:/\*|//) (\S+)", text).group(1), "w", encoding="utf-8") as file:
                file.write(text)
        elif language == "sh":
            subprocess.run(["sh", "-euc", text], check=True)
        elif language != "pycon":
            raise AssertionError("nobody checks what is written in %s" % language)
    examples = "\n".join(text for language, text in blocks if language == "pycon")
    failed, tried = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(examples, {}, page, page, 0))
    if failed or tried < 5:
        raise AssertionError("%d of %d examples" % (failed, tried))


if __name__ == "__main__":
    run(globals())
