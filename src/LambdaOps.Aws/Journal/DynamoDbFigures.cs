using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>Figures by the day: FIGURES#subject/DAY#yyyyMMdd (figures), each for 400 days.</summary>
public sealed class DynamoDbFigures(IAmazonDynamoDB dynamoDb, string table) : IFigures
{
    private const int AtOnce = 8;

    private static readonly TimeSpan s_keep = TimeSpan.FromDays(400);

    public async Task SaveAsync(ImmutableArray<DayFigures> figures, CancellationToken cancellationToken)
    {
        foreach (var some in figures.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(one => SaveAsync(one, cancellationToken)));
        }
    }

    /// <summary>Those of these subjects and days that are kept.</summary>
    public async Task<ImmutableArray<DayFigures>> ReadAsync(
        IEnumerable<string> subjects,
        ImmutableArray<DateOnly> days,
        CancellationToken cancellationToken
    )
    {
        var found = ImmutableArray.CreateBuilder<DayFigures>();
        var keys = subjects.SelectMany(subject => days.Select(day => KeyOf(subject, day)));
        foreach (var some in keys.Chunk(AtOnce))
        {
            var items = await Task.WhenAll(
                some.Select(key => dynamoDb.GetItemAsync(Read(table, key), cancellationToken))
            );
            found.AddRange(
                items
                    .Select(item => Text(item.Item, "figures"))
                    .OfType<string>()
                    .Select(text => JsonSerializer.Deserialize(text, JournalJson.Default.DayFigures))
                    .OfType<DayFigures>()
            );
        }

        return found.ToImmutable();
    }

    private Task<UpdateItemResponse> SaveAsync(DayFigures figures, CancellationToken cancellationToken) =>
        dynamoDb.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = table,
                Key = KeyOf(figures.Subject, figures.Day),
                UpdateExpression = "SET figures = :figures, expiresAt = :expires",
                ExpressionAttributeValues = new()
                {
                    [":figures"] = new() { S = JsonSerializer.Serialize(figures, JournalJson.Written.DayFigures) },
                    [":expires"] = Number(
                        (new DateTimeOffset(figures.Day, TimeOnly.MinValue, TimeSpan.Zero) + s_keep).ToUnixTimeSeconds()
                    ),
                },
            },
            cancellationToken
        );

    private static Dictionary<string, AttributeValue> KeyOf(string subject, DateOnly day) =>
        Key($"FIGURES#{subject}", string.Create(CultureInfo.InvariantCulture, $"DAY#{day:yyyyMMdd}"));
}
