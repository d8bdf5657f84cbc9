// A static function with the name of one in another file.
static int shared_name(int x)
{
    return x > 3 && x < 6 ? 1 : 2;
}

int other_shared(int x) { return shared_name(x) + (x ? 1 : 0); }
