namespace CovTools.Mapping;

/// <summary>Orders a function's expressions so that operands come first; forward references are legal, cycles are not.</summary>
internal static class ExpressionOrder
{
    private const int Unvisited = 0;
    private const int Open = 1;
    private const int Done = 2;

    /// <summary>Fills the evaluation order.</summary>
    /// <returns>False when an expression depends on itself.</returns>
    public static bool TryBuild(FunctionMapping function)
    {
        var expressions = function.Expressions;
        var state = function.Scratch;
        state.Fill(expressions.Length, Unvisited);
        for (var root = 0; root < expressions.Length; root++)
        {
            if (state[root] == Unvisited && !TryVisit(root, function))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Depth first, without recursion because the depth is the file's choice.</summary>
    private static bool TryVisit(int root, FunctionMapping function)
    {
        var state = function.Scratch;
        var order = function.OrderBuffer;
        var expressions = function.Expressions;
        if (IsReady(expressions[root].Left, state) && IsReady(expressions[root].Right, state))
        {
            state[root] = Done;
            order.Add(root);
            return true;
        }

        var stack = function.Pending;
        stack.Clear();
        stack.Push(root);
        while (stack.TryPeek(out var current))
        {
            if (state[current] == Done)
            {
                stack.Pop();
                continue;
            }

            state[current] = Open;
            if (!TryPush(expressions[current].Left, state, stack, out var pushedLeft) || !TryPush(expressions[current].Right, state, stack, out var pushedRight))
            {
                return false;
            }

            if (!pushedLeft && !pushedRight)
            {
                stack.Pop();
                state[current] = Done;
                order.Add(current);
            }
        }

        return true;
    }

    private static bool IsReady(Counter counter, MappingBuffer<int> state) =>
        counter.Kind != CounterKind.Expression || state[(int)counter.Index] == Done;

    private static bool TryPush(Counter counter, MappingBuffer<int> state, Stack<int> stack, out bool pushed)
    {
        pushed = !IsReady(counter, state);
        if (!pushed)
        {
            return true;
        }

        stack.Push((int)counter.Index);
        return state[(int)counter.Index] != Open;
    }
}
