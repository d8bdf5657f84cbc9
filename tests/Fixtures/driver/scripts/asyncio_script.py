# outcome: ok
# tail: slept
import asyncio

import counted


async def main():
    await asyncio.sleep(0.01)
    counted.work(3)
    process = await asyncio.create_subprocess_exec("/bin/true")
    assert await process.wait() == 0
    print("slept")


asyncio.run(main())
