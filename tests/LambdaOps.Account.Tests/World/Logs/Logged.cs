using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World.Logs;

/// <summary>Worlds whose shop is scaled by itself and writes a log.</summary>
internal static class Logged
{
    public const string Group = "/aws/ecs/main";

    public static WorldPlan Plan { get; } =
        Worlds.Plan with
        {
            Services =
            [
                Worlds.Shop with
                {
                    Autoscaling = new AutoscalingPlan(2, 10, 55),
                    LogGroup = Group,
                    Endpoints = [new("/api/events", 6), new("/api/search", 1, 4), new("/api/talks", 3, 0.5)],
                },
            ],
        };
}
