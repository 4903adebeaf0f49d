using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Services;

/// <summary>The account that "serve" makes of this repository's estate and template, without running functions.</summary>
internal static class DrillAccount
{
    public static Estate Estate { get; } = ((EstateReading.Valid)EstateReader.Read(Text("estate.json"))).Estate;

    /// <param name="port">Null for no HTTP.</param>
    public static Task<Simulation> StartAsync(int? port = null, ulong seed = 7) =>
        Simulation.StartAsync(
            new SimulationOptions(
                seed,
                Estate,
                Text("serverless.template"),
                ImmutableDictionary<string, string>.Empty.Add("CreateAlarms", "true")
            )
            {
                Port = port,
                Host = (_, function) => _ => throw new InvalidOperationException($"{function.Name} is not run here."),
            }
        );

    public static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
}

/// <summary>One account for the tests of a class that only look at it.</summary>
public sealed class AccountFixture : IAsyncLifetime
{
    public Simulation Simulation { get; private set; } = null!;

    public async Task InitializeAsync() => Simulation = await DrillAccount.StartAsync();

    public async Task DisposeAsync() => await Simulation.DisposeAsync();
}
