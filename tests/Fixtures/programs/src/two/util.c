/* A static function whose name and file name occur in another folder too. */
static int helper(int value)
{
    if (value == 2)
        return 5;
    return value && value != 4;
}

static int same(int value)
{
    return value ? 1 : 2;
}

int from_two(int value)
{
    return helper(value) + same(value);
}
