using System.Text;
using System.Text.Json;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>A world with nothing in it but Lambda, and the pump that moves its time.</summary>
internal sealed class Host : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public Host(ulong seed = 1, TimeProvider? machine = null, TimeSpan? stallGuard = null, int account = 1000)
    {
        World = new SimulatedWorld(seed, Start);
        World.Watch(seen => Timeline.Add($"{Seconds(seen.At)} {seen.Subject}: {seen.Text}"));
        var settings = new LambdaSettings { AccountConcurrency = account };
        Lambda = new LambdaService(World, machine ?? TimeProvider.System, settings);
        Pump = new VirtualPump(World, Lambda, machine ?? TimeProvider.System)
        {
            StallGuard = stallGuard ?? TimeSpan.FromMinutes(2),
        };
    }

    public SimulatedWorld World { get; }

    public LambdaService Lambda { get; }

    public VirtualPump Pump { get; }

    public List<string> Timeline { get; } = [];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static string Arn(string function) => $"arn:aws:lambda:ap-northeast-1:123456789012:function:{function}";

    public FunctionDefinition Register(string name, InProcessFunction.Handler handler) =>
        Register(new FunctionDefinition(name, Arn(name)) { Create = FunctionDefinition.InProcess(handler) });

    public FunctionDefinition Register(FunctionDefinition definition)
    {
        Lambda.Register(definition);
        return definition;
    }

    public async Task<PumpEnd> RunFor(double seconds) =>
        await Pump.RunUntilAsync(() => false, World.Clock.Now + TimeSpan.FromSeconds(seconds));

    public static double SecondsOf(DateTimeOffset at) => (at - Start).TotalSeconds;

    public static JsonElement Json(byte[] bytes) => JsonDocument.Parse(bytes).RootElement;

    public ValueTask DisposeAsync() => Lambda.DisposeAsync();

    private static string Seconds(DateTimeOffset at) => FormattableString.Invariant($"{(at - Start).TotalSeconds:0.0}");
}
