/* Compiled for systems other than this one: no system header is needed. */
#define BOTH(a, b) ((a) && (b))

static int local(int x) { return BOTH(x > 1, x < 9) ? 1 : 2; }

int first(int x) {
  for (int i = 0; i < x; i++) {
    if (i % 3 == 0)
      continue;
    x -= local(i);
  }
#if 0
  skipped
#endif
  return x;
}
