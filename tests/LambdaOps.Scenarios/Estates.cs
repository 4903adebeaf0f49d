using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Scenarios;

/// <summary>The checkout's estate, and others of other shapes.</summary>
internal static class Estates
{
    /// <summary>Two services and a site, in Frankfurt and Japanese, with alarm names that say little.</summary>
    public const string Two = "two-services";

    /// <summary>One service of one task: no site, no balancer, no ladder, nothing that scales.</summary>
    public const string One = "one-service";

    /// <summary>Six services that share dependencies, two sites, alarms known by tags, a freeze window at the time.</summary>
    public const string Many = "many-services";

    /// <summary>The one at the checkout's root.</summary>
    public const string Checkout = "estate";

    public static string PathOf(string name) =>
        name == Checkout ? Repository.Estate : Path.Combine(AppContext.BaseDirectory, "Estates", $"{name}.json");

    public static Estate Read(string name) => DrillEstate.Read(PathOf(name)).Estate;
}
