using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Estates;

/// <summary>Who may do more than others, as people meant it.</summary>
/// <param name="Administrators">Names of users, groups and roles that may do everything, with * and ?.</param>
/// <param name="Accounts">Other accounts that may assume roles, twelve digits each.</param>
public sealed partial record KnownIdentities(ImmutableArray<string> Administrators, ImmutableArray<string> Accounts)
{
    private const int Most = 200;

    public static KnownIdentities None { get; } = new([], []);

    /// <param name="name">Of a user, group or role.</param>
    public bool IsAdministrator(string name) =>
        Administrators.Any(pattern => Wildcard.Matches(pattern, name, single: true));

    internal static KnownIdentities Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return None;
        }

        place.IsObject("an object with knownAdministrators and knownAccounts");
        var known = new KnownIdentities(
            Texts(place["knownAdministrators"], "a name of a user, group or role, with * and ?", Name()),
            Texts(place["knownAccounts"], "an account's twelve digits", IdForms.Account())
        );
        place.NothingElse();
        return known;
    }

    private static ImmutableArray<string> Texts(JsonPlace place, string expected, Regex form)
    {
        var texts = place.Exists ? place.Items("an array of texts") : [];
        return texts.Count > Most
            ? place.Fail("200 texts at most", ImmutableArray<string>.Empty)
            : [.. texts.Select(one => one.Text(expected, form))];
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@*?-]{1,128}\z")]
    private static partial Regex Name();
}
