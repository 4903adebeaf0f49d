using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.Backup;

/// <summary>
/// The plans of AWS Backup and what they have made: each backs its tables up by its schedule, some minutes late, keeps
/// the recovery points and copies them. A drill edits plans and lets jobs fail.
/// </summary>
public sealed class BackupPlans
{
    private static readonly TimeSpan s_latestStart = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan s_backupTakes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_copyTakes = TimeSpan.FromMinutes(15);

    private readonly SimulatedWorld _world;
    private readonly DynamoDbService _tables;
    private readonly List<RecoveryPoint> _points = [];
    private readonly List<RecoveryJob> _jobs = [];
    private readonly List<RunningPlan> _plans = [];
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failingCopies = new(StringComparer.Ordinal);

    public BackupPlans(SimulatedWorld world, DynamoDbService tables)
    {
        (_world, _tables) = (world, tables);
        foreach (var plan in world.Plan.BackupPlans)
        {
            var id = SeededIds.UuidOf(world.Seed, $"backup plan {plan.Name}");
            var running = new RunningPlan(plan, id, world.Clock.Now - TimeSpan.FromDays(plan.KeptDays + 1));
            _plans.Add(running);
            Remember(running);
            Schedule(running);
        }
    }

    /// <summary>Whether the account has AWS Backup back up DynamoDB at all. Where not, plans pass tables by.</summary>
    public bool IsOptedIn { get; private set; } = true;

    internal IReadOnlyList<RunningPlan> All => _plans;

    internal IEnumerable<RecoveryPoint> Points => _points.Where(point => _world.Clock.Now < point.Until);

    internal IEnumerable<RecoveryJob> Jobs => _jobs;

    internal IEnumerable<VaultPlan> Vaults =>
        _plans
            .SelectMany(plan => new[] { new VaultPlan(Region, plan.Plan.Vault), plan.Plan.CopyTo })
            .OfType<VaultPlan>()
            .Prepend(new VaultPlan(Region, "Default"))
            .Concat(_points.Select(point => point.Vault))
            .Distinct();

    internal string Region => _world.Plan.Region;

    /// <summary>Somebody deletes a plan. What it made stays.</summary>
    public void Delete(string plan)
    {
        Find(plan).DeletedAt = _world.Clock.Now;
        _world.Tell("person", plan, "a person deletes the backup plan");
    }

    /// <summary>Somebody edits a plan.</summary>
    public void Edit(string plan, Func<AwsBackupPlan, AwsBackupPlan> edit)
    {
        var found = Find(plan);
        found.Plan = edit(found.Plan);
        _world.Tell("person", plan, "a person edits the backup plan");
    }

    /// <summary>Somebody switches DynamoDB off in the settings of AWS Backup: no plan says so.</summary>
    public void OptOut()
    {
        IsOptedIn = false;
        _world.Tell("person", "AWS Backup", "a person opts DynamoDB out");
    }

    /// <summary>From now on backups of the table fail.</summary>
    public void Fail(string table) => _failing.Add(table);

    /// <summary>From now on copies of the table's recovery points fail.</summary>
    public void FailCopies(string table) => _failingCopies.Add(table);

    internal string ArnOf(VaultPlan vault) =>
        $"arn:aws:backup:{vault.Region}:{_world.Plan.AccountId}:backup-vault:{vault.Name}";

    internal string ArnOf(RunningPlan plan) => $"arn:aws:backup:{Region}:{_world.Plan.AccountId}:backup-plan:{plan.Id}";

    internal string ArnOfTable(string table) => _tables.ArnOf(table);

    private RunningPlan Find(string name) =>
        _plans.Find(plan => plan.Plan.Name == name && plan.DeletedAt is null)
        ?? throw new ArgumentException($"There is no backup plan {name}.", nameof(name));

    /// <summary>What the plan made before the world began.</summary>
    private void Remember(RunningPlan plan)
    {
        var expression = ScheduleExpression.Parse(plan.Plan.Schedule, plan.Plan.Zone);
        var at = _world.Clock.Now - TimeSpan.FromDays(plan.Plan.KeptDays);
        while (expression.Next(at, at) is { } next && next <= _world.Clock.Now)
        {
            at = next;
            var isLast = !(expression.Next(at, at) <= _world.Clock.Now);
            _failing.UnionWith(isLast ? plan.Plan.Failed : []);
            _failingCopies.UnionWith(isLast ? plan.Plan.NotCopied : []);
            Run(plan, at);
        }

        _failing.ExceptWith(plan.Plan.Failed);
        _failingCopies.ExceptWith(plan.Plan.NotCopied);
    }

    private void Schedule(RunningPlan plan)
    {
        var now = _world.Clock.Now;
        if (ScheduleExpression.Parse(plan.Plan.Schedule, plan.Plan.Zone).Next(now, now) is not { } at)
        {
            return;
        }

        _world.Clock.At(
            at,
            $"backup plan {plan.Plan.Name}",
            () =>
            {
                if (plan.DeletedAt is null)
                {
                    Run(plan, at);
                    Schedule(plan);
                }
            }
        );
    }

    private void Run(RunningPlan plan, DateTimeOffset at)
    {
        plan.LastRunAt = at;
        if (!IsOptedIn)
        {
            return;
        }

        var selected = _tables.Tables.Where(table => table.CreatedAt <= at && IsSelected(plan.Plan, table));
        foreach (var table in selected)
        {
            Run(plan, table, at);
        }
    }

    private void Run(RunningPlan plan, Table table, DateTimeOffset at)
    {
        var home = new VaultPlan(Region, plan.Plan.Vault);
        var start = at + Drawn($"start of {plan.Id} {table.Name} {at:O}", s_latestStart);
        var job = new RecoveryJob(
            Id($"backup job {plan.Id} {table.Name} {at:O}"),
            table.Name,
            home,
            start,
            start + s_backupTakes,
            plan
        );
        if (_failing.Contains(table.Name))
        {
            _jobs.Add(job with { WhyFailed = "Access denied trying to call AWS Backup service" });
            _world.Tell("fault", table.Name, "its backup job fails");
            return;
        }

        var point = PointOf(table, home, start, job.DoneAt, plan);
        _points.Add(point);
        _jobs.Add(job with { Makes = point });
        if (plan.Plan.CopyTo is { } vault)
        {
            Copy(plan, table, point, vault);
        }
    }

    private void Copy(RunningPlan plan, Table table, RecoveryPoint source, VaultPlan vault)
    {
        var job = new RecoveryJob(
            Id($"copy job {source.Arn}"),
            table.Name,
            vault,
            source.DoneAt,
            source.DoneAt + s_copyTakes,
            plan
        )
        {
            Copies = source,
        };
        if (_failingCopies.Contains(table.Name))
        {
            _jobs.Add(job with { WhyFailed = "The destination vault's key cannot be used" });
            _world.Tell("fault", table.Name, "its copy job fails");
            return;
        }

        var copy = PointOf(table, vault, source.At, job.DoneAt, plan) with { Source = source.Vault };
        _points.Add(copy);
        _jobs.Add(job with { Makes = copy });
    }

    private RecoveryPoint PointOf(
        Table table,
        VaultPlan vault,
        DateTimeOffset at,
        DateTimeOffset doneAt,
        RunningPlan plan
    ) =>
        new(
            $"arn:aws:backup:{vault.Region}:{_world.Plan.AccountId}:recovery-point:"
                + Id($"recovery point {vault.Region} {vault.Name} {table.Name} {at:O}"),
            vault,
            table.Name,
            at,
            doneAt,
            plan
        )
        {
            Bytes = table.Size,
            Until = at.AddDays(plan.Plan.KeptDays),
        };

    private bool IsSelected(AwsBackupPlan plan, Table table) =>
        plan.Resources.Any(pattern => Matches(pattern, table)) && !plan.NotResources.Any(p => Matches(p, table));

    private bool Matches(string pattern, Table table) =>
        Regex.IsMatch(
            _tables.ArnOf(table.Name),
            $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );

    private string Id(string name) => SeededIds.UuidOf(_world.Seed, name);

    private TimeSpan Drawn(string name, TimeSpan most) =>
        Chance.StreamOf(_world.Seed, name).Between(TimeSpan.Zero, most);
}
