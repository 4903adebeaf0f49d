using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

/// <summary>All task definitions that are registered, by family and revision.</summary>
public sealed class TaskDefinitions(string region, string account)
{
    private readonly SortedDictionary<(string Family, int Revision), TaskDefinitionPlan> _all = [];

    private readonly HashSet<(string Family, int Revision)> _inactive = [];

    /// <summary>In order of family and revision.</summary>
    public IEnumerable<TaskDefinitionPlan> All => _all.Values;

    public void Add(TaskDefinitionPlan definition) => _all[(definition.Family, definition.Revision)] = definition;

    public string ArnOf(TaskDefinitionPlan definition) =>
        $"arn:aws:ecs:{region}:{account}:task-definition/{definition.Family}:{definition.Revision}";

    public TaskDefinitionPlan? LatestOf(string family) =>
        _all.Values.LastOrDefault(definition => definition.Family == family);

    /// <summary>Someone deregisters it: what runs runs on, and no service may be updated to it.</summary>
    public void Deregister(TaskDefinitionPlan definition) => _inactive.Add((definition.Family, definition.Revision));

    public bool IsActive(TaskDefinitionPlan definition) =>
        !_inactive.Contains((definition.Family, definition.Revision));

    /// <summary>Registers the family's next revision.</summary>
    public TaskDefinitionPlan Register(TaskDefinitionPlan draft)
    {
        var definition = draft with { Revision = (LatestOf(draft.Family)?.Revision ?? 0) + 1 };
        Add(definition);
        return definition;
    }

    /// <summary>Finds by family (its latest revision), family:revision, or ARN.</summary>
    public TaskDefinitionPlan? Find(string text)
    {
        var name = text[(text.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return _all.Values.LastOrDefault(one => one.Family == name && IsActive(one));
        }

        return int.TryParse(name[(colon + 1)..], out var revision)
            ? _all.GetValueOrDefault((name[..colon], revision))
            : null;
    }
}
