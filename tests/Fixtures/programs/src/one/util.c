/* A static function whose name and file name occur in another folder too. */
static int helper(int value)
{
    return value > 3 ? value : -value;
}

static int same(int value)
{
    return value ? 1 : 2;
}

int from_one(int value)
{
    return helper(value) + same(value);
}
