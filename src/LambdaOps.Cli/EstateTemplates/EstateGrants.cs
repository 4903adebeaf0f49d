using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// What each procedure may look at and change, from the estate: only what the estate names for it, only the calls that
/// it makes. The estate's modes are left out: they change without a deployment.
/// </summary>
public static class EstateGrants
{
    /// <summary>What a check that stores reports needs beside its looks: no change to what is operated, in every mode.</summary>
    public static ImmutableArray<string> StoringReports { get; } = ["s3:PutObject"];

    /// <param name="detail">How exactly services, tables and log groups are named.</param>
    public static ProcedureGrants Of(Procedure procedure, Estate estate, GrantDetail detail = GrantDetail.Exact)
    {
        if (ScopeOf(procedure, estate, detail) is not { } named)
        {
            return new([], []);
        }

        var looks = procedure.Looks.Concat(procedure.LooksForPeople).SelectMany(look => look.Permissions).ToHashSet();
        looks.UnionWith(procedure is Check { StoresReports: true } ? StoringReports : []);
        var changes = procedure.Changes.SelectMany(kind => kind.Permissions).Except(looks);
        return new ProcedureGrants(GrantTable.Of(looks, named), GrantTable.Of(changes, named))
        {
            TouchesPages = ChangesPages(procedure) && !named.Sites.IsEmpty,
        };
    }

    /// <summary>
    /// Of a function: what any of its procedures needs. Statements of one name become one, so that a procedure's calls
    /// are allowed on the resources of the others, too.
    /// </summary>
    public static ProcedureGrants Of(
        ImmutableArray<Procedure> procedures,
        Estate estate,
        GrantDetail detail = GrantDetail.Exact
    )
    {
        ImmutableArray<ProcedureGrants> all = [.. procedures.Select(procedure => Of(procedure, estate, detail))];
        return new ProcedureGrants(
            GrantTable.Together(all.SelectMany(grants => grants.Look)),
            GrantTable.Together(all.SelectMany(grants => grants.Change))
        )
        {
            TouchesPages = all.Any(grants => grants.TouchesPages),
        };
    }

    /// <summary>Null where the estate names nothing for it.</summary>
    private static GrantScope? ScopeOf(Procedure procedure, Estate estate, GrantDetail detail)
    {
        if (procedure is not Remedy remedy)
        {
            return procedure is Check check && check.PartsOf(estate) is { IsEmpty: false } parts
                ? new GrantScope(estate, [.. parts.Select(part => part.About)], estate.Services, [], detail)
                : null;
        }

        ImmutableArray<OperatedTable> tables = [.. estate.Tables.Where(table => remedy.SettingFor(table) is not null)];
        ImmutableArray<OperatedService> services =
        [
            .. estate.Services.Where(service => remedy.SettingFor(service) is not null),
        ];
        ImmutableArray<OperatedSite> sites =
        [
            .. estate.Sites.Where(site =>
                remedy.SettingFor(site) is not null
                || (LooksAtPages(remedy) && services.Any(service => service.Site?.Id == site.Id))
            ),
        ];
        ImmutableArray<Resource> regions =
            estate.DisasterRecovery is { } recovery && remedy.SettingFor(recovery) is not null ? [recovery] : [];
        return services.IsEmpty && sites.IsEmpty && tables.IsEmpty && regions.IsEmpty
            ? null
            : new GrantScope(
                estate,
                [.. services, .. sites, .. tables, .. regions],
                tables.IsEmpty ? services : [.. estate.Services.Where(one => tables.Any(one.Uses))],
                sites,
                detail
            )
            {
                SwapsPages = ChangesPages(remedy),
                RestoresTables = remedy.Changes.Contains(ChangeKind.RestoreTable),
            };
    }

    private static bool LooksAtPages(Procedure procedure) =>
        procedure.Looks.Contains(SiteLooks.Pages) || procedure.Looks.Contains(SiteLooks.Shown);

    private static bool ChangesPages(Procedure procedure) =>
        procedure.Changes.Any(kind => kind.Permissions.Contains("s3:PutObject"));
}
