// Value sites: indirect and virtual calls, memory operations of different sizes.
#include <cstdio>
#include <cstdlib>
#include <cstring>

struct Shape {
  virtual int area(int x) { return x; }
  virtual ~Shape() {}
};
struct Square : Shape {
  int area(int x) override { return x * 2; }
};
struct Circle : Shape {
  int area(int x) override { return x * 3; }
};

static int plus(int x) { return x + 1; }
static int twice(int x) { return x > 40 && x % 2 ? x + x : x; }

int main(int argc, char **) {
  Shape *shapes[3] = {new Shape, new Square, new Circle};
  int (*calls[3])(int) = {plus, twice, abs};
  int sum = 0;
  char from[100], to[100];
  memset(from, 1, sizeof from);
  memset(to, 1, sizeof to);
  for (int i = 0; i < 300; i++) {
    sum += shapes[i % 7 % 3]->area(i);
    sum += calls[i % 5 % 3](i);
    memcpy(to, from, (size_t)(i % 90) * argc);
    sum += to[i % 50];
  }
  printf("%d\n", sum);
  for (auto shape : shapes)
    delete shape;
}
