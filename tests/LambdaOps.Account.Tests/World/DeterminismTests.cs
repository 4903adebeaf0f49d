using System.Text;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World;

public sealed class DeterminismTests
{
    [Fact]
    public void SameSeed_GivesTheSameRun() => Assert.Equal(Run(7), Run(7));

    [Fact]
    public void OtherSeed_GivesAnotherRun() => Assert.NotEqual(Run(7), Run(8));

    [Fact]
    public void Asking_ChangesNothing() => Assert.Equal(Run(7), Run(7, ask: true));

    private static string Run(ulong seed, bool ask = false)
    {
        var (world, text) = (Worlds.New(seed), new StringBuilder());
        world.Watch(e => text.AppendLine($"{e}"));
        world.Alarms.Deliveries.EventBridge = e => text.AppendLine(Encoding.UTF8.GetString(e));
        world.Alarms.Deliveries.Sns = (topic, _, message) => text.AppendLine(topic + message);
        var shop = Worlds.ShopOf(world);
        void Pass(int minutes)
        {
            for (var second = 0; second < minutes * 60; second++)
            {
                world.Seconds(1);
                if (ask)
                {
                    world.Site.Ask("api.example.com", "/health");
                }
            }
        }

        shop.HangTasks(Illness.Shallow);
        Pass(6);
        shop.Start(shop.Primary.Definition, "remedy");
        Pass(6);
        shop.Deploy(TaskBehaviour.CrashesAfter(TimeSpan.FromSeconds(9)));
        Pass(6);
        foreach (var entry in shop.Events)
        {
            text.AppendLine($"{entry}");
        }

        return text.ToString();
    }
}
