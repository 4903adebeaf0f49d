using System.Reflection;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Scenarios.Completeness;

/// <summary>The looks of Core, each with the property that has it: found, so that a new one needs no line here.</summary>
internal static class EveryLook
{
    /// <summary>
    /// What asking takes on an estate that names no series of an alarm: for those, SharedAlarmTests and GrantTests ask; of
    /// a service that has no network load balancer: for those, NetworkDrills ask.
    /// </summary>
    public static IEnumerable<string> UsualPermissions(Look look) =>
        look.Permissions.Except(["cloudwatch:DescribeAlarmContributors", "elasticloadbalancing:DescribeListeners"]);

    public static IReadOnlyList<(PropertyInfo Property, Look Look)> All { get; } =
    [
        .. typeof(Look)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType.IsAssignableTo(typeof(Look)))
            .Select(property => (property, (Look)property.GetValue(null)!)),
    ];

    public static TheoryData<string> Names => [.. All.Select(one => one.Look.Name)];

    /// <summary>Those that no check alone has: they are about a service or a site.</summary>
    public static TheoryData<string> NamesOfRemedies =>
        [
            .. All.Where(one =>
                    !AllProcedures.Checks.Any(check => check.Looks.Contains(one.Look))
                    || AllProcedures.Remedies.Any(remedy => remedy.Looks.Contains(one.Look))
                )
                .Select(one => one.Look.Name),
        ];

    public static Look Named(string name) => All.First(one => one.Look.Name == name).Look;
}
