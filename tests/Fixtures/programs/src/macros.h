#ifndef MACROS_H
#define MACROS_H
#define PICK(c, a, b) ((c) ? (a) : (b))
#define BOTH(a, b) ((a) && (b))
#define NEST(x) PICK(BOTH(x, (x) < 10), BOTH((x) > 3, (x) != 5), PICK((x) < 20, 7, 8))
#define RETURN_IF(c, v) do { if (c) return v; } while (0)
#define DEFINE(name, expression) int name(int x) { RETURN_IF(x < 0, -1); return expression; }
#define EMPTY
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#endif
