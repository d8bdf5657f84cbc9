# outcome: ok
# llvm: no
import os
import tempfile

import counted

counted.work(3)
with tempfile.NamedTemporaryFile(delete=False) as file:
    assert os.path.dirname(file.name) == os.getcwd(), file.name
for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
open("file", "w").close()
os.chmod("file", 0)
os.symlink("/", "link")
os.mkfifo("pipe")
os.chmod("..", 0)
