using System.Text.Json;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Services.EventBridge;

/// <summary>A rule of the default bus as it stands: people disable it and take its targets away.</summary>
public sealed class EventRule
{
    private EventPattern? _pattern;

    internal EventRule(StackRule made)
    {
        (Name, Arn, ScheduleExpression, IsEnabled) = (made.Name, made.Arn, made.ScheduleExpression, made.IsEnabled);
        Pattern = made.Pattern;
        Targets = [.. made.Targets];
    }

    public string Name { get; }

    public string Arn { get; }

    public string? ScheduleExpression { get; }

    public bool IsEnabled { get; internal set; }

    public JsonElement? Pattern
    {
        get;
        internal set
        {
            field = value;
            _pattern = value is { } given ? EventPattern.Parse(given) : null;
        }
    }

    public List<StackTarget> Targets { get; }

    internal bool Takes(JsonElement happened) => IsEnabled && _pattern?.Matches(happened) == true;
}

/// <summary>The rules of the default bus: made by a stack, changed by people, and what an event sets off.</summary>
/// <param name="invoke">Rule, target and the event that the target gets.</param>
public sealed class EventRules(Action<EventRule, StackTarget, byte[]> invoke)
{
    private readonly SortedDictionary<string, EventRule> _rules = new(StringComparer.Ordinal);

    public IReadOnlyCollection<EventRule> All => _rules.Values;

    public EventRule? Find(string name) => _rules.GetValueOrDefault(name);

    /// <summary>
    /// Deploys a template's rules. Of one that is there already an update changes what the template changes: what
    /// people changed besides stays.
    /// </summary>
    public void Deploy(DeployedStack stack, DeployedStack? before = null)
    {
        foreach (var rule in stack.Rules)
        {
            if (!_rules.TryGetValue(rule.Name, out var known))
            {
                _rules.Add(rule.Name, new EventRule(rule));
            }
            else if (before?.Rules.FirstOrDefault(one => one.Arn == rule.Arn) is { } was && !Same(was, rule))
            {
                known.Pattern = rule.Pattern;
            }
        }
    }

    /// <param name="event">The whole event in UTF-8.</param>
    public void Publish(byte[] @event)
    {
        using var document = JsonDocument.Parse(@event);
        foreach (var rule in _rules.Values.Where(rule => rule.Takes(document.RootElement)))
        {
            foreach (var target in rule.Targets.ToList())
            {
                invoke(rule, target, target.Input is { } input ? System.Text.Encoding.UTF8.GetBytes(input) : @event);
            }
        }
    }

    private static bool Same(StackRule one, StackRule other) =>
        one.Pattern?.GetRawText() == other.Pattern?.GetRawText();
}
