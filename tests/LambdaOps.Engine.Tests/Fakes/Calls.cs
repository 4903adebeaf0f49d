namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>Every call of every port in order, and the one that fails.</summary>
internal sealed class Calls
{
    private bool _isDead;

    public List<string> Log { get; } = [];

    public Fault? Fault { get; set; }

    /// <summary>What happens immediately before the n-th call: another invocation, beside this one.</summary>
    public (int Call, Action Happens)? Before { get; set; }

    /// <summary>A new invocation: a process that died is another one now.</summary>
    public void Begin() => _isDead = false;

    public Task<T> MakeAsync<T>(string name, Func<T> effect)
    {
        try
        {
            return Task.FromResult(Make(name, effect));
        }
        catch (CrashException crash)
        {
            return Task.FromException<T>(crash);
        }
    }

    public T Make<T>(string name, Func<T> effect)
    {
        if (_isDead)
        {
            throw new CrashException($"{name} of a dead process");
        }

        if (Before is { } before && before.Call == Log.Count)
        {
            Before = null;
            before.Happens();
        }

        var fails = Fault?.Call == Log.Count;
        Log.Add(name);
        if (fails && !Fault!.AfterEffect)
        {
            _isDead = Fault.Dies;
            throw new CrashException($"before {name}");
        }

        var result = effect();
        _isDead = fails && Fault!.Dies;
        return fails ? throw new CrashException($"after {name}") : result;
    }
}

/// <summary>The n-th call fails before or after it took effect; and the process dies of it, or goes on.</summary>
internal sealed record Fault(int Call, bool AfterEffect, bool Dies)
{
    /// <summary>
    /// Runs once without a fault, then once with each call of that run failing; gives how many there were.
    /// </summary>
    /// <param name="run">A whole run, with or without a fault; gives the number of its calls.</param>
    public static async Task<int> OfEachCallAsync(Func<Fault?, Task<int>> run, bool afterEffect, bool dies)
    {
        var calls = await run(null);
        for (var call = 0; call < calls; call++)
        {
            await run(new Fault(call, afterEffect, dies));
        }

        return calls;
    }
}

internal sealed class CrashException(string message) : Exception(message);
