using System.Globalization;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>The application's tables, with items that its users have left there.</summary>
public static class EstateTables
{
    private static readonly TimeSpan s_age = TimeSpan.FromDays(400);

    public static void Fill(DynamoDbService tables, SimulatedWorld world)
    {
        foreach (var plan in world.Plan.Tables)
        {
            var chance = Chance.StreamOf(world.Seed, $"items of {plan.Name}");
            var table = tables.CreateTable(
                plan.Name,
                plan.HashKey,
                createdAt: world.Clock.Now - s_age,
                indexes: [.. plan.Indexes.Select(index => (index.Name, index.HashKey))]
            );
            table.DailyBackups = plan.DailyBackups;
            tables.Backups.Remember(table, plan.OldBackups);
            (table.RecoveryDays, table.RecoverableFrom) = (plan.RecoveryDays, table.CreatedAt);
            (table.IsDeletionProtected, table.Replicas) = (plan.IsDeletionProtected, plan.Replicas);
            table.LatestExpiry = plan.LatestExpiry ?? table.LatestExpiry;
            var count = plan.Items ?? (plan.TimedItems.Count > 0 ? 0 : 200 + chance.Below(800));
            for (var number = 0; number < count; number++)
            {
                table.Store(ItemOf(plan, chance, world.Clock.Now));
            }

            foreach (
                var (items, _) in plan.TimedItems.SelectMany(items =>
                    Enumerable.Range(0, items.Count).Select(n => (items, n))
                )
            )
            {
                table.Store(ItemOf(plan, items, chance, world.Clock.Now));
            }

            if (plan.TimeToLive is { } attribute)
            {
                tables.ExpireBy(table, attribute);
            }

            (table.Stream, table.Policy) = (plan.Stream, plan.Policy);
            foreach (var (key, value) in plan.Tags)
            {
                table.Tags[key] = value;
            }

            table.History = new TableHistory(world.Clock);
        }
    }

    private static Item ItemOf(TablePlan plan, ItemsPlan items, Chance chance, DateTimeOffset now)
    {
        var time = now + chance.Between(items.From, items.Until);
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            [plan.HashKey] = new AttributeValue.Text(chance.Uuid()),
            ["note"] = new AttributeValue.Text(new string('.', 40 + chance.Below(400))),
        };
        if (TimeIn(items.Form, time) is { } value)
        {
            item[items.Attribute] = value;
        }

        return new Item(item);
    }

    private static AttributeValue? TimeIn(TimeForm form, DateTimeOffset time) =>
        form switch
        {
            TimeForm.Seconds => Number(time.ToUnixTimeSeconds()),
            TimeForm.Milliseconds => Number(time.ToUnixTimeMilliseconds()),
            TimeForm.Text => new AttributeValue.Text(time.Iso()),
            TimeForm.SecondsAsText => new AttributeValue.Text(Digits(time.ToUnixTimeSeconds())),
            _ => null,
        };

    private static AttributeValue.Number Number(long value) => new(DynamoNumber.Parse(Digits(value)));

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static Item ItemOf(TablePlan plan, Chance chance, DateTimeOffset now) =>
        new(
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [plan.HashKey] = new AttributeValue.Text(chance.Uuid()),
                ["createdAt"] = new AttributeValue.Text((now - chance.Between(TimeSpan.Zero, s_age)).Iso()),
                ["note"] = new AttributeValue.Text(new string('.', 40 + chance.Below(400))),
            }
        );
}
