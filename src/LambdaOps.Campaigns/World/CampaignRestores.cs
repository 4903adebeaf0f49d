using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>What a table can be restored to, and what was made of that. Of a restore's items only one thing is known: whether they are right.</summary>
internal sealed class CampaignRestores
{
    private const string Layout = "HASH id (S)";
    private const long Items = 900;

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(35);
    private static readonly TimeSpan s_lag = TimeSpan.FromMinutes(5);

    private readonly CampaignRun _run;
    private readonly string _table;
    private readonly Chance _chance;
    private readonly TableFeatures _old;
    private readonly bool _isRecoverable;
    private readonly SortedDictionary<string, Made> _made = new(StringComparer.Ordinal);

    public CampaignRestores(CampaignRun run, OperatedTable operated)
    {
        (_run, _table) = (run, operated.Name);
        _chance = Chance.StreamOf(run.Options.Seed, $"restored {operated.Id}");
        _isRecoverable = _chance.Below(8) != 0;
        _old = new TableFeatures(TablePart.Active, Layout)
        {
            Tags = _chance.Below(3) == 0 ? TableTags.None : new TableTags([new TableTag("team", "events")]),
            Stream = _chance.Below(3) == 0 ? null : "NEW_IMAGE",
            TimeToLive = _chance.Below(3) == 0 ? null : "goneAt",
            RecoveryDays = _isRecoverable ? (int)s_kept.TotalDays : null,
            Replicas = _chance.Below(4) == 0 ? ["us-west-2"] : [],
        };
    }

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(_run.Clock.Ticks);

    public RestoreSource See() => new(_old, _isRecoverable ? Now - s_kept : null, _isRecoverable ? Now - s_lag : null);

    /// <summary>A stale look does not show what was made just now.</summary>
    public RestoredTable See(string name, bool isStale) =>
        !_made.TryGetValue(name, out var made)
        || (isStale && _run.Clock.Ticks - made.Began < CampaignRun.StaleAtMost.Ticks)
            ? RestoredTable.None
            : new RestoredTable(
                made.Features with
                {
                    Status = IsUnderWay(made) ? "CREATING" : TablePart.Active,
                },
                IsUnderWay(made),
                made.ByPerson ? null : _table,
                made.ByPerson ? null : made.At
            );

    public TableComparison Compare(string name) =>
        _made.TryGetValue(name, out var made)
            ? new TableComparison(made.IsRight ? Items : 0, true, Items) { Sampled = 50, Same = 40 }
            : throw new IOException("ResourceNotFoundException");

    /// <summary>Whether something has that name.</summary>
    public bool Has(string name) => _made.ContainsKey(name);

    /// <summary>Whether it is what the old table was, with all that it had.</summary>
    public bool IsComplete(string name) =>
        _made.TryGetValue(name, out var made)
        && !IsUnderWay(made)
        && made.IsRight
        && made.Features.Layout == _old.Layout
        && RestoreLooks.LacksOf(_old, made.Features) == RestoredLack.None
        && (_old.TimeToLive is null || made.Features.TimeToLive is not null);

    /// <summary>When a person last deleted or made a table of such a name; null when nobody did.</summary>
    public long? ChangedByPersonAt { get; private set; }

    public ActionOutcome Restore(Change.RestoreTable change)
    {
        if (_made.ContainsKey(change.Name))
        {
            return new ActionOutcome.Refused("TableAlreadyExistsException: Table already exists");
        }

        if (!_isRecoverable || change.At > Now - s_lag || change.At < Now - s_kept)
        {
            return new ActionOutcome.Refused("InvalidRestoreTimeException: Invalid restore time");
        }

        var dice = _chance.Below(10);
        _made[change.Name] = new Made(
            change.At,
            _run.Clock.Ticks,
            _run.Clock.Ticks + TimeSpan.FromSeconds(_chance.Between(240, 1400)).Ticks,
            IsRight: dice > 1
        )
        {
            Features = new TableFeatures("CREATING", dice == 0 ? "HASH other (S)" : Layout)
            {
                Arn = $"arn:aws:dynamodb:{CampaignPlan.Region}:{CampaignPlan.Account}:table/{change.Name}",
            },
        };
        return new ActionOutcome.Done("CREATING");
    }

    public ActionOutcome Complete(string name, Func<TableFeatures, TableFeatures> change)
    {
        if (!_made.TryGetValue(name, out var made) || IsUnderWay(made))
        {
            return new ActionOutcome.Refused("ResourceNotFoundException: Requested resource not found");
        }

        _made[name] = made with { Features = change(made.Features) };
        return new ActionOutcome.Done("accepted");
    }

    /// <summary>A person makes a table of that name, or deletes the one that is there.</summary>
    public void TouchByPerson(string name)
    {
        ChangedByPersonAt = _run.Clock.Ticks;
        if (_made.Remove(name))
        {
            _run.Say($"someone deletes {name}");
            return;
        }

        _run.Say($"someone makes {name}");
        _made[name] = new Made(Now, _run.Clock.Ticks, _run.Clock.Ticks, IsRight: false)
        {
            ByPerson = true,
            Features = new TableFeatures(TablePart.Active, Layout),
        };
    }

    private bool IsUnderWay(Made made) => _run.Clock.Ticks < made.Until;

    private sealed record Made(DateTimeOffset At, long Began, long Until, bool IsRight)
    {
        public required TableFeatures Features { get; init; }

        public bool ByPerson { get; init; }
    }
}
