// Inline and template functions have a section of function records each.
template <class T> T twice(T x) { return x > 0 ? x + x : -x; }
inline int shared(int x) { return x || twice(x); }

int second(int x) { return shared(x) + static_cast<int>(twice<long>(x)); }
