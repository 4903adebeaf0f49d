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
            var table = tables.CreateTable(plan.Name, plan.HashKey, createdAt: world.Clock.Now - s_age);
            table.DailyBackups = plan.DailyBackups;
            (table.RecoveryDays, table.RecoverableFrom) = (plan.RecoveryDays, table.CreatedAt);
            var count = plan.Items ?? 200 + chance.Below(800);
            for (var number = 0; number < count; number++)
            {
                table.Store(ItemOf(plan, chance, world.Clock.Now));
            }
        }
    }

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
