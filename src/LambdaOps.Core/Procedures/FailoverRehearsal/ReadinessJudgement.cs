using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.FailoverRehearsal;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>What is said of what was seen. What was not seen is never ready.</summary>
internal sealed class ReadinessJudgement(RecoverySide side, FailoverRehearsalPolicy policy, DateTimeOffset now)
{
    private string Region => side.Recovery.Region;

    /// <summary>All that was asked at once.</summary>
    public Memory OfSide(Evidence seen, Memory memory)
    {
        var services = new ServiceReadiness(side);
        var standing = seen.Of(ReadinessLooks.Services);
        var traffic = new TrafficJudgement(side, policy);
        memory = OfStack(seen.Of(ReadinessLooks.Stack), memory);
        memory = OfReplicas(seen.Of(ReadinessLooks.Tables), memory);
        var (missing, isKnown) = services.TasksToStart(standing);
        return memory with
        {
            Items =
            [
                .. memory.Items,
                .. services.Counts(standing),
                .. services.Images(standing),
                .. OfSecrets(seen.Of(ReadinessLooks.Secrets)),
                .. services.Answers(seen.Of(ReadinessLooks.Answers)),
                .. traffic.Items(seen.Of(ReadinessLooks.Traffic)),
            ],
            Steps =
            [
                .. memory.Steps,
                new RecoveryStep(RecoveryStepKind.Approval, policy.Approval, IsMeasured: false),
                .. missing > 0 || !isKnown
                    ? [new RecoveryStep(RecoveryStepKind.Tasks, policy.StartTasks, IsMeasured: false)]
                    : ImmutableArray<RecoveryStep>.Empty,
                new RecoveryStep(RecoveryStepKind.Smoke, policy.Smoke, IsMeasured: false),
                .. traffic.Steps(seen.Of(ReadinessLooks.Traffic)),
            ],
        };
    }

    private Memory OfStack(Fact<RecoveryStack> seen, Memory memory)
    {
        if (side.Recovery.Stack is not { } stack)
        {
            return With(
                memory,
                ReadinessState.NotNamed,
                $"the estate names no stack in {Region} (disasterRecovery.stack): whether it has drifted is not known"
            );
        }

        return seen switch
        {
            Fact<RecoveryStack>.Known { Value.Status: null } => With(
                memory,
                ReadinessState.Missing,
                $"there is no stack {stack} in {Region}: to create one in an outage is no plan"
            ),
            Fact<RecoveryStack>.Known { Value: { Status: { } status } found } => OfStatus(stack, status, found, memory),
            _ => With(
                memory,
                ReadinessState.NotSeen,
                $"stack {stack} in {Region} could not be seen: {seen.WhyUnknown}"
            ),
        };
    }

    /// <summary>Where a search for drift goes on, what it comes to is said later.</summary>
    private static Memory OfStatus(string stack, string status, RecoveryStack found, Memory memory)
    {
        var last =
            found.LastDrift is { } drift && found.LastCheckedAt is { } at
                ? Text($"the last search, on {at.UtcDateTime:yyyy-MM-dd}, said {drift}")
                : "it was never searched before";
        if (status is not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "IMPORT_COMPLETE"))
        {
            memory = With(
                memory,
                status is "ROLLBACK_COMPLETE" or "CREATE_FAILED" or "ROLLBACK_FAILED" or "DELETE_FAILED"
                    ? ReadinessState.Missing
                    : ReadinessState.Drifted,
                $"stack {stack} is {status}: its last operation did not end well, or goes on",
                "status"
            );
        }

        return found.Detection is { } detection
            ? memory with
            {
                Detection = detection,
                LastDrift = last,
            }
            : With(
                memory,
                ReadinessState.NotSeen,
                $"whether stack {stack} has drifted could not be asked: {found.WhyNotDetected}; {last}"
            );
    }

    public Memory OfDrift(Fact<StackDrift> seen, Memory memory)
    {
        var stack = side.Recovery.Stack;
        return seen switch
        {
            Fact<StackDrift>.Known { Value: { IsRunning: false, HasDrifted: false, WhyFailed: null } } => With(
                memory,
                ReadinessState.Ready,
                $"stack {stack} stands in {Region} as its template says"
            ),
            Fact<StackDrift>.Known { Value: { IsRunning: false, HasDrifted: true } drift } => With(
                memory,
                ReadinessState.Drifted,
                $"stack {stack} differs from its template: {Differences(drift)}"
            ),
            Fact<StackDrift>.Known { Value: { IsRunning: false } drift } => With(
                memory,
                ReadinessState.NotSeen,
                $"not all drift of stack {stack} could be seen: {drift.WhyFailed ?? "CloudFormation does not say it"}; "
                    + memory.LastDrift
            ),
            Fact<StackDrift>.Known => With(
                memory,
                ReadinessState.NotSeen,
                $"CloudFormation still looked for drift of stack {stack} when it was last asked; {memory.LastDrift}"
            ),
            _ => With(
                memory,
                ReadinessState.NotSeen,
                $"the drift of stack {stack} could not be seen: {seen.WhyUnknown}; {memory.LastDrift}"
            ),
        };
    }

    private static string Differences(StackDrift drift)
    {
        const int Named = 5;
        var named = drift
            .Resources.Take(Named)
            .Select(one =>
                one.Status == "DELETED" ? $"{one.Id} ({one.Type}) is deleted"
                : one.Properties.IsEmpty ? $"{one.Id} ({one.Type})"
                : $"{one.Id} ({one.Type}) in {string.Join(", ", one.Properties.Take(Named))}"
            );
        var more = drift.Resources.Length > Named ? Text($"; and {drift.Resources.Length - Named} more") : "";
        return drift.Resources.IsEmpty ? "CloudFormation does not say in what" : string.Join("; ", named) + more;
    }

    private IEnumerable<ReadinessItem> OfSecrets(Fact<SecretReplicas> seen)
    {
        if (side.Secrets.IsEmpty)
        {
            yield break;
        }

        if (seen is not Fact<SecretReplicas>.Known { Value.All: var all })
        {
            yield return Secret("", ReadinessState.NotSeen, $"the secrets could not be seen: {seen.WhyUnknown}");
            yield break;
        }

        foreach (var secret in all)
        {
            yield return secret switch
            {
                { WhyMissing: { } why } => Secret(
                    secret.Name,
                    ReadinessState.NotSeen,
                    $"whether secret {secret.Name} is in {Region} could not be seen: {why}"
                ),
                { Status: null } => Secret(
                    secret.Name,
                    ReadinessState.Missing,
                    $"secret {secret.Name} is not replicated to {Region}: tasks that take it would not start there"
                ),
                { Status: "InSync" } => Secret(
                    secret.Name,
                    ReadinessState.Ready,
                    $"secret {secret.Name} is in {Region}, in sync"
                ),
                { Status: var status } => Secret(
                    secret.Name,
                    ReadinessState.Drifted,
                    $"the replica of secret {secret.Name} in {Region} is {status}: tasks may get an older version"
                ),
            };
        }
    }

    private Memory OfReplicas(Fact<TableReplicas> seen, Memory memory)
    {
        foreach (var table in side.Recovery.Tables)
        {
            var (state, loss) = seen is Fact<TableReplicas>.Known { Value.All: var all }
                ? OfReplica(table, all.FirstOrDefault(one => one.Table == table))
                : NotSeen(table, $"the replica of {table} in {Region} could not be seen: {seen.WhyUnknown}");
            memory = With(memory, state, loss);
        }

        return memory;
    }

    private (ReadinessState, TableLoss) OfReplica(string table, TableReplica? replica) =>
        replica switch
        {
            null => NotSeen(table, $"the replica of {table} in {Region} was not looked at"),
            { WhyMissing: { } why } => NotSeen(table, $"the replica of {table} in {Region} could not be seen: {why}"),
            { Status: null } => (
                ReadinessState.Missing,
                new TableLoss(
                    table,
                    null,
                    IsAll: true,
                    $"{table} has no replica in {Region}, and the estate says that it has; its backups in {side.Lost} are "
                        + "no plan, as a restore from them needs that region"
                )
            ),
            { Status: not "ACTIVE" and var status } => (
                ReadinessState.Drifted,
                new TableLoss(table, null, IsAll: false, $"the replica of {table} in {Region} is {status}")
            ),
            { Behind: { } behind } => (
                behind <= policy.LagAtMost ? ReadinessState.Ready : ReadinessState.Drifted,
                new TableLoss(
                    table,
                    behind,
                    IsAll: false,
                    $"the replica of {table} in {Region} was at most {RehearsalFindings.Age(behind)} behind"
                )
            ),
            _ => NotSeen(
                table,
                $"how far the replica of {table} in {Region} is behind is not known: "
                    + (replica.WhyNoLag ?? "CloudWatch has no number")
            ),
        };

    /// <summary>Tables without a replica: what their copies come to, and never what is in the lost region.</summary>
    public Memory OfCopies(ImmutableArray<string> tables, Fact<VaultedTables> seen, Memory memory)
    {
        foreach (var table in tables)
        {
            var (state, loss) = seen is Fact<VaultedTables>.Known { Value: var copies }
                ? OfCopy(table, copies.Of(table)?.Good)
                : NotSeen(
                    table,
                    $"{table} has no replica, and its copies in {Region} could not be seen: {seen.WhyUnknown}"
                );
            memory = With(memory, state, loss);
        }

        return tables.IsEmpty
            ? memory
            : memory with
            {
                Steps = memory.Steps.Add(
                    new RecoveryStep(RecoveryStepKind.Restore, policy.RestoreTables, IsMeasured: false)
                ),
            };
    }

    private (ReadinessState, TableLoss) OfCopy(string table, DateTimeOffset? copy) =>
        copy is { } at
            ? (
                ReadinessState.Drifted,
                new TableLoss(
                    table,
                    now - at,
                    IsAll: false,
                    $"{table} has no replica; its newest copy in {Region} is {RehearsalFindings.Age(now - at)} old, and would "
                        + $"have to be restored: younger backups in {side.Lost} are no plan, as a restore from them needs "
                        + "that region"
                )
            )
            : (
                ReadinessState.Missing,
                new TableLoss(
                    table,
                    null,
                    IsAll: true,
                    Text(
                        $"{table} has neither a replica nor a copy of the last {BackupLooks.Reach.TotalDays:0} days in {Region}: a restore from its backups in {side.Lost} is no plan, as it needs that region"
                    )
                )
            );

    public Memory OfCertificates(CertificatePlaces places, Fact<StoredCertificates> seen, Memory memory) =>
        memory with
        {
            Items = [.. memory.Items, .. StandbyCertificates.Judge(side, places, seen, now)],
        };

    private static (ReadinessState, TableLoss) NotSeen(string table, string because) =>
        (ReadinessState.NotSeen, new TableLoss(table, null, IsAll: false, because));

    private static ReadinessItem Secret(string about, ReadinessState state, string because) =>
        new(ReadinessPart.Secrets, about, state, because);

    private static Memory With(Memory memory, ReadinessState state, TableLoss loss) =>
        memory with
        {
            Items = memory.Items.Add(new ReadinessItem(ReadinessPart.Tables, loss.Table, state, loss.Because)),
            Losses = memory.Losses.Add(loss),
        };

    private static Memory With(Memory memory, ReadinessState state, string because, string about = "") =>
        memory with
        {
            Items = memory.Items.Add(new ReadinessItem(ReadinessPart.Stack, about, state, because)),
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
