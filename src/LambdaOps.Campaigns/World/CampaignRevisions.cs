using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>A service's task definitions: what their tasks do, and what the world has seen of them.</summary>
/// <param name="tagMovesEvery">How often its images' tags are pushed anew; null where they stay.</param>
internal sealed class CampaignRevisions(CampaignRun run, TargetId service, TimeSpan? tagMovesEvery)
{
    private readonly Dictionary<string, RevisionTasks> _tasks = [];
    private readonly HashSet<string> _completed = [];
    private readonly Dictionary<string, long> _failed = [];
    private readonly Dictionary<string, long> _left = [];
    private readonly Dictionary<string, long> _deregistered = [];
    private int _newest = 1;

    /// <summary>The one that the service has had for long.</summary>
    public string First => Name(1);

    public string Newest => Name(_newest);

    /// <summary>The newest whose deployment ECS completed: its way back leads there.</summary>
    public string LastSuccessful { get; private set; } = "";

    /// <summary>What the tag of its image means now.</summary>
    public string DigestOf(string definition) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"sha256:{definition}.{(tagMovesEvery is { } every ? run.Clock.Ticks / every.Ticks : 0)}"
        );

    /// <summary>Whether ECS ever completed a deployment of it.</summary>
    public bool IsProven(string definition) => _completed.Contains(definition);

    /// <summary>What the tasks of one do: they serve, where nobody said otherwise.</summary>
    public RevisionTasks Of(string definition) => _tasks.GetValueOrDefault(definition, RevisionTasks.Good);

    /// <summary>A new one that nobody has deployed yet.</summary>
    public string Register(RevisionTasks tasks)
    {
        var definition = Name(++_newest);
        _tasks[definition] = tasks;
        return definition;
    }

    /// <summary>Those before the newest are deregistered: no service may be updated to them.</summary>
    public void DeregisterOlder()
    {
        for (var revision = 1; revision < _newest; revision++)
        {
            _deregistered.TryAdd(Name(revision), run.Clock.Ticks);
        }
    }

    public bool IsActive(string definition) => !_deregistered.ContainsKey(definition);

    /// <summary>Whether that it is deregistered shows by now.</summary>
    public bool IsKnownInactive(string definition) => IsKnown(_deregistered, definition);

    /// <summary>Someone deploys it, again or for the first time: whatever was left before is wanted now.</summary>
    public void Deployed(string definition) => _left.Remove(definition);

    /// <summary>ECS completed its deployment.</summary>
    public void Completed(string definition)
    {
        LastSuccessful = definition;
        _completed.Add(definition);
    }

    /// <summary>ECS gave its deployment up.</summary>
    public void Failed(string definition) => _failed.TryAdd(definition, run.Clock.Ticks);

    /// <summary>
    /// It was rolled back from, by whomever. An abort of a way back leaves what served before, and says nothing against it.
    /// </summary>
    /// <param name="back">Where to.</param>
    public void Left(string definition, string back)
    {
        if (!TaskRevision.IsNewer(back, definition))
        {
            _left[definition] = run.Clock.Ticks;
        }
    }

    public bool IsLeft(string definition) => _left.ContainsKey(definition);

    /// <summary>
    /// Why nobody may roll back to it; null where it served, as far as ECS can say, and was not left. What happened a moment
    /// ago is not seen yet.
    /// </summary>
    public string? WhyNotBackTo(string definition) =>
        !IsProven(definition) ? $"{definition} never served"
        : IsKnown(_failed, definition) ? $"the rollout of {definition} failed"
        : IsKnown(_left, definition) ? $"{definition} was just left"
        : null;

    private bool IsKnown(Dictionary<string, long> all, string definition) =>
        all.TryGetValue(definition, out var at) && run.Clock.Ticks - at >= CampaignRun.StaleAtMost.Ticks;

    private string Name(int revision) => $"{service}:{revision}";
}

/// <summary>What the tasks of a task definition do.</summary>
/// <param name="Serves">Whether they answer once they run.</param>
/// <param name="Dies">Whether they die before they run.</param>
/// <param name="IsStuck">Whether their rollout never ends.</param>
internal readonly record struct RevisionTasks(bool Serves, bool Dies, bool IsStuck = false)
{
    public static RevisionTasks Good { get; } = new(Serves: true, Dies: false);
}
