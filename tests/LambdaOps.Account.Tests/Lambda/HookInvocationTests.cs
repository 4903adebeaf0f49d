namespace LambdaOps.Account.Tests.Lambda;

/// <summary>A lifecycle hook's function, as ECS invokes it: synchronously, in virtual time.</summary>
public sealed class HookInvocationTests
{
    private readonly List<string?> _answers = [];

    [Fact]
    public async Task Answer_ComesWhenTheFunctionHasRun()
    {
        await using var host = new Host();
        host.Register("smoke", (payload, _, _) => Task.FromResult(Host.Bytes("got " + Host.Text(payload))));
        Ask(host, Host.Arn("smoke"));
        Assert.Empty(_answers);
        await host.RunFor(60);
        Assert.Equal(["got {}"], _answers);
    }

    [Fact]
    public async Task NoAnswer_OfAFunctionThatFails()
    {
        await using var host = new Host();
        host.Register("smoke", (_, _, _) => throw new InvalidOperationException("broken"));
        Ask(host, Host.Arn("smoke"));
        await host.RunFor(60);
        Assert.Equal([null], _answers);
    }

    [Fact]
    public async Task NoAnswer_OfAFunctionThatIsThrottledOrNotThere()
    {
        await using var host = new Host();
        host.Register("smoke", (_, _, _) => Task.FromResult(Host.Bytes("{}")));
        host.Lambda.SetMaxConcurrency("smoke", 0);
        Ask(host, Host.Arn("smoke"));
        Ask(host, Host.Arn("nosuch"));
        await host.RunFor(60);
        Assert.Equal([null, null], _answers);
    }

    private void Ask(Host host, string function)
    {
        lock (host.World.Gate)
        {
            host.Lambda.InvokeHook(
                function,
                Host.Bytes("{}"),
                answer => _answers.Add(answer is null ? null : Host.Text(answer))
            );
        }
    }
}
