using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// A listener's rule as DescribeRules has it. It is written back as it was read, but for the weights: no member is left
/// out because nobody here knows it.
/// </summary>
internal sealed class WholeRule
{
    private static readonly TargetCounts s_unknown = new(0, 0, 0, 0);

    private readonly XElement _actions;
    private readonly List<XElement> _groups;
    private readonly XElement? _sticky;

    private WholeRule(XElement actions, bool isDefault)
    {
        (_actions, IsDefault) = (new XElement(actions), isDefault);
        var forwards = _actions.Elements().Where(action => Text(action, "Type") == "forward").ToList();
        var config = forwards is [var one] ? Child(one, "ForwardConfig") : null;
        _groups = [.. (config is null ? null : Child(config, "TargetGroups"))?.Elements() ?? []];
        _sticky = config is null ? null : Child(config, "TargetGroupStickinessConfig");
    }

    /// <summary>ModifyRule does not change a listener's default rule.</summary>
    public bool IsDefault { get; }

    /// <summary>How long clients stay with the group that they came to first; zero for not.</summary>
    public TimeSpan StickyFor =>
        _sticky is not null && Text(_sticky, "Enabled") == "true"
            ? TimeSpan.FromSeconds(Number(Text(_sticky, "DurationSeconds")) ?? 0)
            : TimeSpan.Zero;

    /// <summary>Null where the answer is not the description of one rule.</summary>
    public static WholeRule? Read(byte[]? answer)
    {
        try
        {
            using var text = new MemoryStream(answer ?? []);
            var rules = XElement.Load(text).Descendants().Where(one => one.Name.LocalName == "Rules").ToList();
            return rules is [var all] && all.Elements().ToList() is [var rule] && Child(rule, "Actions") is { } actions
                ? new WholeRule(actions, Text(rule, "IsDefault") == "true")
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Why its weights are not to be written, in words; null where they may be.</summary>
    public string? WhyNot(string own, string other) =>
        IsDefault ? "it is its listener's default rule, which is not changed by its weights"
        : _groups.Count == 2 && Find(own) is not null && Find(other) is not null
            ? WeightOf(own) + WeightOf(other) == 0 ? "both of its weights are 0"
                : null
        : "it does not forward to just the two target groups that the estate names";

    /// <summary>Why that group does not have that share any more; null where it has.</summary>
    public string? WhyNotAt(int percent, string own, string other) =>
        new RuleWeights(WeightOf(own), WeightOf(other), s_unknown, s_unknown).ChangedFrom(percent);

    /// <summary>Zero where it does not forward to that group.</summary>
    public int WeightOf(string group) => Find(group) is { } found ? Number(Text(found, "Weight")) ?? 1 : 0;

    /// <summary>The parameters of ModifyRule that give these two groups these weights.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> With(params ReadOnlySpan<(string Group, int Weight)> weights)
    {
        foreach (var (group, weight) in weights)
        {
            var found = Find(group)!;
            found.SetElementValue(found.Name.Namespace + "Weight", weight.ToString(CultureInfo.InvariantCulture));
        }

        // AWS never shows the secret, and wants to know that it is to stay.
        foreach (var action in _actions.Elements())
        {
            if (Child(action, "AuthenticateOidcConfig") is { } oidc && Child(oidc, "ClientSecret") is null)
            {
                oidc.SetElementValue(oidc.Name.Namespace + "UseExistingClientSecret", "true");
            }
        }

        var form = new List<KeyValuePair<string, string>>();
        Write(_actions, "Actions", form);
        return form;
    }

    /// <summary>AWS's query form of its own XML: lists and maps are numbered.</summary>
    private static void Write(XElement element, string name, List<KeyValuePair<string, string>> form)
    {
        if (!element.HasElements)
        {
            form.Add(new(name, element.Value));
            return;
        }

        var number = 0;
        foreach (var child in element.Elements())
        {
            var part = child.Name.LocalName;
            Write(child, part is "member" or "entry" ? $"{name}.{part}.{++number}" : $"{name}.{part}", form);
        }
    }

    private XElement? Find(string group) => _groups.Find(one => Text(one, "TargetGroupArn") == group);

    private static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string? Text(XElement parent, string name) => Child(parent, name)?.Value;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
