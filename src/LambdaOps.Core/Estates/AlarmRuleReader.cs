using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Estates;

/// <summary>Reads one rule: which alarms, and what they mean.</summary>
internal static class AlarmRuleReader
{
    public static AlarmRule Read(JsonPlace place)
    {
        place.IsObject("an object with name, namePattern or tag, and target, remedy and severity");
        var rule = new AlarmRule(
            ReadMatch(place),
            new TargetId(place["target"].Text("a service's id")),
            new ProcedureName(place["remedy"].Text("a remedy's name")),
            place["severity"].OneOf(Severity.P3)
        );
        place.NothingElse();
        return rule;
    }

    private static AlarmMatch ReadMatch(JsonPlace place)
    {
        var (name, pattern, tag) = (place["name"], place["namePattern"], place["tag"]);
        var given = new[] { name, pattern, tag }.Count(one => one.Exists);
        if (given != 1)
        {
            return place.Fail("exactly one of name, namePattern and tag", new AlarmMatch.ByName(""));
        }

        return name.Exists ? new AlarmMatch.ByName(name.Text("an alarm's name"))
            : pattern.Exists ? new AlarmMatch.ByPattern(pattern.Text("a name pattern with * and ?"))
            : ReadTag(tag);
    }

    private static AlarmMatch.ByTag ReadTag(JsonPlace place)
    {
        place.IsObject("an object with key and value");
        var tag = new AlarmMatch.ByTag(place["key"].Text("a tag's key"), place["value"].Text("a tag's value"));
        place.NothingElse();
        return tag;
    }
}
