using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Reads the CSV of IAM's credential report (IAM User Guide, "Getting credential reports for your AWS account").
/// Columns go by their names, as AWS has added some; fields may be quoted.
/// </summary>
internal sealed class CredentialCsv
{
    /// <summary>Twice as many as AWS lets an account have.</summary>
    private const int MostUsers = 10_000;

    private const string User = "user";
    private const string Password = "password_enabled";
    private const string Mfa = "mfa_active";

    private static readonly ImmutableArray<int> s_keys = [1, 2];

    /// <summary>What stands in place of a value that there is not.</summary>
    private static readonly ImmutableArray<string> s_none = ["N/A", "no_information", "not_supported"];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private CredentialCsv(List<string> header)
    {
        for (var at = 0; at < header.Count; at++)
        {
            _columns.TryAdd(header[at].Trim(), at);
        }
    }

    private static IEnumerable<string> Needed =>
        [Password, Mfa, .. s_keys.SelectMany(number => new[] { Active(number), Made(number), Used(number) })];

    /// <exception cref="NotObservableException">It is no such CSV, or has too many rows.</exception>
    public static CredentialReport Read(string text, DateTimeOffset madeAt)
    {
        using var rows = Rows(text.TrimStart('\uFEFF')).GetEnumerator();
        if (!rows.MoveNext())
        {
            throw new NotObservableException("the credential report is empty");
        }

        var csv = new CredentialCsv(rows.Current);
        if (!csv._columns.ContainsKey(User))
        {
            throw new NotObservableException($"the credential report has no column {User}");
        }

        var users = ImmutableArray.CreateBuilder<UserCredentials>();
        while (rows.MoveNext())
        {
            if (users.Count == MostUsers)
            {
                throw new NotObservableException(
                    FormattableString.Invariant($"the credential report has more than {MostUsers} users")
                );
            }

            users.Add(csv.UserOf(rows.Current));
        }

        return new CredentialReport(madeAt, users.ToImmutable())
        {
            MissingColumns = [.. Needed.Where(column => !csv._columns.ContainsKey(column))],
        };
    }

    private UserCredentials UserOf(List<string> row)
    {
        var unreadable = ImmutableArray.CreateBuilder<string>();
        var name = Field(row, User);
        return new UserCredentials(
            OutsideText.Name(name),
            Flag(row, Password, unreadable, mayBeNone: true),
            Flag(row, Mfa, unreadable, mayBeNone: false),
            [.. s_keys.Select(number => KeyOf(row, number, unreadable))]
        )
        {
            Unreadable = unreadable.ToImmutable(),
        };
    }

    private UserAccessKey KeyOf(List<string> row, int number, ImmutableArray<string>.Builder unreadable)
    {
        var isActive = Flag(row, Active(number), unreadable, mayBeNone: false);
        var made = Time(row, Made(number), unreadable);
        var used = Time(row, Used(number), unreadable);

        // An active key was made at some time: without it nobody can call it new.
        if (isActive == true && made is null && Has(Made(number)) && !unreadable.Contains(Made(number)))
        {
            unreadable.Add(Made(number));
        }

        return new UserAccessKey(number, isActive, made, used);
    }

    private bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Null where the column or the field is missing.</summary>
    private string? Field(List<string> row, string column) =>
        _columns.TryGetValue(column, out var at) && at < row.Count ? row[at].Trim() : null;

    private bool? Flag(List<string> row, string column, ImmutableArray<string>.Builder unreadable, bool mayBeNone)
    {
        var text = Field(row, column);
        if (bool.TryParse(text, out var isSo))
        {
            return isSo;
        }

        if (Has(column) && !(mayBeNone && text is not null && s_none.Contains(text)))
        {
            unreadable.Add(column);
        }

        return null;
    }

    private DateTimeOffset? Time(List<string> row, string column, ImmutableArray<string>.Builder unreadable)
    {
        var text = Field(row, column);
        if (
            DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
        )
        {
            return time;
        }

        if (Has(column) && (text is null || !s_none.Contains(text)))
        {
            unreadable.Add(column);
        }

        return null;
    }

    /// <summary>Fields of each line that is not empty (RFC 4180); two quotes are one inside of a quoted one.</summary>
    private static IEnumerable<List<string>> Rows(string text)
    {
        var (row, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (isQuoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(letter);
                at++;
            }
            else if (letter == '"' && (isQuoted || field.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || letter is not (',' or '\r' or '\n'))
            {
                field.Append(letter);
            }
            else if (letter == ',')
            {
                row.Add(field.ToString());
                field.Clear();
            }
            else if (row.Count > 0 || field.Length > 0)
            {
                row.Add(field.ToString());
                field.Clear();
                yield return row;
                row = [];
            }
        }

        if (isQuoted)
        {
            throw new NotObservableException("the credential report ends within a quoted field");
        }

        if (row.Count > 0 || field.Length > 0)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }

    private static string Active(int number) => Of(number, "active");

    private static string Made(int number) => Of(number, "last_rotated");

    private static string Used(int number) => Of(number, "last_used_date");

    private static string Of(int number, string what) => FormattableString.Invariant($"access_key_{number}_{what}");
}
