using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>Figures by the day in the journal's table.</summary>
public sealed class FiguresTests : IAsyncLifetime
{
    private static readonly DateOnly s_day = new(2026, 1, 14);

    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;
    private DynamoDbFigures _figures = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _client = _account.DynamoDbClient();
        _figures = new DynamoDbFigures(_client, WiredAccount.Table);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _account.DisposeAsync();
    }

    /// <summary>Hours without a datapoint stay without one.</summary>
    [Fact]
    public async Task Day_IsReadAsItWasKept()
    {
        DayFigures day = new("service api", s_day, Values(("requests", 12), ("p95Ms", 180.5)))
        {
            Hours = ImmutableSortedDictionary<string, ImmutableArray<double?>>.Empty.Add("requests", [1, null, 2.5]),
        };

        await _figures.SaveAsync([day, day with { Day = s_day.AddDays(-1), Hole = "a part is missing" }], default);
        var read = await _figures.ReadAsync(["service api", "service other"], [s_day, s_day.AddDays(-2)], default);

        Assert.Equal(day, Assert.Single(read));
    }

    [Fact]
    public async Task Day_KeptAgainIsTheNewerOne()
    {
        await _figures.SaveAsync([new("users", s_day, Values(("users", 1)))], default);
        await _figures.SaveAsync([new("users", s_day, Values(("users", 2)))], default);

        Assert.Equal(2, Assert.Single(await _figures.ReadAsync(["users"], [s_day], default)).Of(Figure.Users));
    }

    private static ImmutableSortedDictionary<string, double> Values(
        params ReadOnlySpan<(string Name, double Value)> values
    )
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            all.Add(name, value);
        }

        return all.ToImmutable();
    }
}
