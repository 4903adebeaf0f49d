using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>Some of what the estate names, and the days whose figures are asked.</summary>
public sealed record FigureDays(
    TargetId Id,
    ImmutableArray<OperatedService> Services,
    ImmutableArray<OperatedTable> Tables,
    CustomMetric? Users
) : Resource(Id, Runbook: null)
{
    /// <summary>Oldest first; none as a check's part, which says them when it looks.</summary>
    public ImmutableArray<LocalDay> Days { get; init; } = [];

    /// <summary>Load balancers that several services of the estate are behind.</summary>
    public ImmutableArray<string> SharedBalancers { get; init; } = [];

    /// <summary>The web ACLs that are asked about; none for figures.</summary>
    public ImmutableArray<WebAcl> WebAcls { get; init; } = [];

    /// <summary>All that an estate names.</summary>
    public static FigureDays Of(Estate estate, string id) =>
        new(new TargetId(id), estate.Services, estate.Tables, estate.ActiveUsers)
        {
            SharedBalancers = SharedBalancersIn(estate),
        };

    public static ImmutableArray<string> SharedBalancersIn(Estate estate) =>
        [
            .. estate
                .Services.Select(service => service.LoadBalancer)
                .OfType<string>()
                .GroupBy(balancer => balancer, StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
                .Select(same => same.Key),
        ];

    /// <summary>What its figures are about: services, tables and users, each by the name that the journal keeps it under.</summary>
    public IEnumerable<string> Subjects =>
        [
            .. Services.Select(service => SubjectOf(service.Id)),
            .. Tables.Select(table => SubjectOf(table)),
            .. Users is null ? [] : new[] { UsersSubject },
        ];

    public const string UsersSubject = "users";

    public static string SubjectOf(TargetId service) => $"service {service}";

    public static string SubjectOf(OperatedTable table) => SubjectOfTable(table.Name);

    public static string SubjectOfTable(string name) => $"table {name}";

    public bool Equals(FigureDays? other) =>
        base.Equals(other)
        && Services.SequenceEqual(other.Services)
        && Tables.SequenceEqual(other.Tables)
        && Days.SequenceEqual(other.Days)
        && WebAcls.SequenceEqual(other.WebAcls)
        && Users == other.Users;

    public override int GetHashCode() => HashCode.Combine(Id, Services.Length, Tables.Length, Days.Length);
}
